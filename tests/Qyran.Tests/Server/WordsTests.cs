using System.Text.Json;
using System.Text.RegularExpressions;
using Qyran.Line.Live;
using Qyran.Rules;
using Qyran.Server.Cases;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>The pages' languages: nothing a page says is missing in Russian, no table holds what nobody says, and a browser shows it.</summary>
public sealed partial class WordsTests
{
    private static readonly string Web = Path.Combine(Material.Project, "src", "Qyran.Server", "web");

    /// <summary>What the server gives as a fixed word and the pages translate by table: rules, roles, states.</summary>
    private static readonly string[] Told = [.. RuleBook.Rules.Select(r => r.Title), "administrator", "installer", "operator", "reviewer", "officer", "analyst", "auditor", "active", "invited", "locked", "disabled", "running", "waiting", "stopped", "connecting", "candidate", "checked", "approved", "rejected", "along", "against",
        "calibration", "contact noise", "contact drift", "edge offset", "plane", "time", "lens", "view",
        .. Reasons.Approve.Concat(Reasons.Reject).Select(r => r.Title), .. Enum.GetNames<LiveTrouble>().Select(n => n.ToLowerInvariant())];

    [Fact]
    public void Russian_says_everything_the_pages_say()
        => Assert.Equal([], Said().Concat(Told).Except(Table("ru").Keys).Order(StringComparer.Ordinal));

    /// <summary>What most people meet: the frame, the live pictures, passages, cases, traffic, the map, signing in. Setting up and administering are in English and Russian.</summary>
    [Theory, InlineData("kk"), InlineData("tg")]
    public void The_main_pages_are_said_in_kazakh_and_tajik(string language)
    {
        string[] files = ["api.js", "app.js", "csv.js", "decimal.js", "dom.js", "keys.js", "measured.js", "player.js", "plot.js", "sign-in.js", "words.js",
            .. new[] { "live", "camera", "passages", "passage", "cases", "case", "traffic", "map", "first-start" }.Select(p => $"pages/{p}.js")];
        Assert.Equal([], files.SelectMany(f => Literal().Matches(File.ReadAllText(Path.Combine(Web, f)))).Select(m => m.Groups[1].Value).Concat(Told).Distinct().Except(Table(language).Keys));
    }

    [Theory, InlineData("ru"), InlineData("kk"), InlineData("tg")]
    public void A_table_holds_only_what_is_said_with_the_same_holes(string language)
    {
        var table = Table(language);
        Assert.Equal([], table.Keys.Except(Said()).Except(Told));
        var forms = language == "ru" ? 3 : 2;
        Assert.Equal([], table.Where(e => e.Key.Contains('|', StringComparison.Ordinal) ? e.Value.Split('|').Length != forms : e.Value.Contains('|', StringComparison.Ordinal)).Select(e => e.Key));
        Assert.Equal([], table.Where(e => e.Value.Split('|').Any(f => !Holes(f).SetEquals(Holes(e.Key.Split('|')[0])))).Select(e => e.Key));
    }

    [Fact]
    public void The_table_of_sentences_holds_only_what_the_programs_say()
    {
        var said = Sources("Qyran.Server", "Qyran.Line", "Qyran.Media", "Qyran.Measure", "Qyran.Vision", "Qyran.Rules", "Qyran.Domain", "Qyran.Storage", "Qyran.Evidence").SelectMany(Literals).ToHashSet(StringComparer.Ordinal);
        var table = Table("ru-sentences");
        Assert.Equal([], table.Keys.Except(said).Order(StringComparer.Ordinal));
        Assert.Equal([], table.Where(e => !Holes(e.Key).SetEquals(Holes(e.Value))).Select(e => e.Key));
    }

    [Fact]
    public void Russian_has_every_problem_the_server_answers_with()
    {
        var problems = Sources("Qyran.Server").Where(l => Problem().IsMatch(l)).SelectMany(Literals).Where(t => Sentence().IsMatch(t));
        Assert.Equal([], problems.Distinct().Except(Table("ru-sentences").Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_sign_in_page_and_the_pages_behind_it_speak_the_language_one_chose()
    {
        Assert.SkipUnless(File.Exists(Browser.Chromium), "needs chromium");
        await using var server = await RunningServer.Start();
        await using var browser = await Browser.Launch();
        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);
        await page.GoToAsync(new Uri(server.Address, "/sign-in").AbsoluteUri);
        await page.Until("() => document.documentElement.lang === 'en' && document.getElementById('language').options.length === 4");
        await page.SelectAsync("#language", "ru");
        await page.Until("() => document.documentElement.lang === 'ru' && document.querySelector('#password button').textContent === 'Войти'");

        Assert.Equal("запись не ведётся: диск не принял видео", await page.EvaluateExpressionAsync<string>("import('/web/words.js').then(w => w.explained('nothing is recorded: the disk took no video'))"));
        Assert.Equal("rtsp://a/1 (x) отвечает", await page.EvaluateExpressionAsync<string>("import('/web/words.js').then(w => w.explained('rtsp://a/1 (x) did not answer within 20 s').replace('не ', '').replace(' в течение 20 с', ''))"));
        Assert.Equal("unheard of", await page.EvaluateExpressionAsync<string>("import('/web/words.js').then(w => w.explained('unheard of'))"));

        // what the server puts in is written as here too
        foreach (var (english, russian) in ((string, string)[])[("it drove at least 75 km/h where 60 km/h are allowed", "ехал не медленнее 75 км/ч там, где разрешено 60 км/ч"), ("it stood in the zone kerb for 18.3 s, 10.0 s are allowed", "стоял в зоне kerb 18,3 с, разрешено 10,0 с"), ("it stood in the zone 2.1 for 18.3 s, 10.0 s are allowed", "стоял в зоне 2.1 18,3 с, разрешено 10,0 с")])
            Assert.Equal(russian, await page.EvaluateFunctionAsync<string>("text => import('/web/words.js').then(w => w.explained(text))", english));

        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        var keys = Table("ru").Where(e => e.Key != e.Value && e.Key.Length > 2).Select(e => e.Key).ToArray();
        foreach (var path in (string[])["/", "/map", "/passages", "/cases", "/traffic", "/watchlist", "/cameras", "/sections", "/people", "/connections", "/audit", "/system", "/account"])
        {
            await page.GoToAsync(new Uri(server.Address, path).AbsoluteUri);
            await page.Until("() => { const p = document.querySelector('#page > .page:not(.wait-page)'); return p && !p.hidden && document.querySelector('#page h1'); }");
            // what is an id and no word stays as it is: each page has its entry
            Assert.Equal(path == "/account" ? 0 : 1, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('nav a[aria-current]').length"));
            var left = await page.EvaluateFunctionAsync<string[]>("""
                keys => {
                  const english = new Set(keys), left = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  while (walker.nextNode()) { const text = walker.currentNode.data.trim(); if (english.has(text) && !walker.currentNode.parentElement.closest('noscript, .mono, table.audit tbody')) left.push(text); }
                  return left;
                }
                """, (object)keys);
            Assert.True(left.Length == 0, $"{path} still says: {string.Join(" | ", left)}");
        }
        Assert.Equal([], errors);
    }

    /// <summary>Browsers have neither language's numbers, weekdays nor forms of words.</summary>
    [Theory, InlineData("kk", "дс"), InlineData("tg", "дшб")]
    public async Task What_browsers_do_not_know_of_a_language_is_right_in_it(string language, string monday)
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        var us = server.Clock.GetUtcNow().AddHours(-1).ToUnixTimeSeconds() * 1_000_000;
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1") with { FirstSeenUs = us, LastSeenUs = us + 1 }));
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.EvaluateFunctionAsync("l => localStorage.setItem('language', l)", language);
        await page.GoToAsync(new Uri(server.Address, "/traffic").AbsoluteUri);
        await page.Until("day => [...document.querySelectorAll('.heats text')].some(x => x.textContent === day)", monday);
        Assert.Equal("48,8", await page.EvaluateExpressionAsync<string>("import('/web/words.js').then(w => w.number(48.8, 1))"));
    }

    private static Dictionary<string, string> Table(string language)
        => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Web, "words", language + ".json")))!;

    /// <summary>Every literal handed to t(), and the fixed texts and labels of the documents.</summary>
    private static HashSet<string> Said()
    {
        var scripts = Directory.EnumerateFiles(Web, "*.js", SearchOption.AllDirectories);
        var said = scripts.SelectMany(f => Literal().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Web, "*.html"))
        {
            var body = File.ReadAllText(file).Split("<body")[1];
            said.UnionWith(Text().Matches(body).Concat(Label().Matches(body)).Select(m => m.Groups[1].Value.Trim()).Where(x => x.Length > 0 && x != "Qyran"));
        }
        return said;
    }

    private static IEnumerable<string> Sources(params string[] projects) => projects
        .SelectMany(p => Directory.EnumerateFiles(Path.Combine(Material.Project, "src", p), "*.cs", SearchOption.AllDirectories)).SelectMany(File.ReadLines).Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal));

    /// <summary>The texts in a line of a program; what is put in is {1}, {2} …, and texts within that stand for themselves too.</summary>
    private static IEnumerable<string> Literals(string line) => CSharp().Matches(line).SelectMany(m =>
    {
        var n = 0;
        var text = m.Groups["text"].Value;
        return PutIn().Matches(text).SelectMany(p => Literals(p.Value)).Prepend(PutIn().Replace(text, _ => $"{{{++n}}}").Replace("\\\"", "\"", StringComparison.Ordinal));
    });

    private static HashSet<string> Holes(string text) => Hole().Matches(text).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<![\w.])t\('([^'\\\n]*)'")]
    private static partial Regex Literal();

    [GeneratedRegex(">([^<>]+)<")]
    private static partial Regex Text();

    [GeneratedRegex("(?:title|aria-label)=\"([^\"]+)\"")]
    private static partial Regex Label();

    [GeneratedRegex(@"Problems\.(NotFound|Invalid|Forbidden|Away|Conflict)\(")]
    private static partial Regex Problem();

    [GeneratedRegex("[a-z]{2,} [a-z]")]
    private static partial Regex Sentence();

    [GeneratedRegex("""
        "(?<text>(?:[^"\\{]|\\.|\{(?:[^{}"]|\{[^{}]*\}|"(?:[^"{}]|\{[^{}]*\})*")*\})*)"
        """)]
    private static partial Regex CSharp();

    [GeneratedRegex("""
        \{(?:[^{}"]|\{[^{}]*\}|"(?:[^"{}]|\{[^{}]*\})*")*\}
        """)]
    private static partial Regex PutIn();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Hole();
}
