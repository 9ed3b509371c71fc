using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Domain.Cases;
using Qyran.Line.Live;
using Qyran.Rules;
using Qyran.Server.Exemptions;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

public sealed class ExemptionApiTests
{
    private const string List = """
        qyran_exemptions: 1
        exemptions:
          - { plate: "123 ABC 02", rules: [bus-lane], until: 2026-11-20T12:00:01Z, basis: "permit 7", approved_by: "city" }
        """;

    [Fact]
    public async Task Who_decides_a_case_is_told_of_an_exemption_that_came_after_it()
    {
        await using var server = await RunningServer.Start();
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1", plate: "123ABC02")));
        var filed = Sample.Case("c1", "p1") with { Rule = "bus-lane" };
        await server.Store.Cases.Add([filed, filed with { Id = "later", AtUs = Sample.Noon + 2_000_000 }, filed with { Id = "other", Rule = "speeding" }]);
        using var person = await server.Person();
        Assert.Empty(await Exemptions(person, "c1"));

        Write(server.Folder, List);
        var book = server.Server.Services.GetRequiredService<ExemptionBook>();
        book.Look(atOnce: false); // it may still be written
        Assert.Empty(await Exemptions(person, "c1"));
        book.Look(atOnce: false);
        Assert.Equal("permit 7 city", Assert.Single(await Exemptions(person, "c1")));
        Assert.Empty(await Exemptions(person, "later"));
        Assert.Empty(await Exemptions(person, "other"));

        // what does not read, and a file that is gone, change nothing but the page System
        Write(server.Folder, List + "\n  - { plate: 1 }\n");
        book.Look(atOnce: true);
        Assert.StartsWith("list of exemptions 'exemptions.yaml', line 4, exemptions[1].basis: is missing", await Trouble(person), StringComparison.Ordinal);
        File.Delete(Path.Combine(server.Folder, ExemptionBook.FileName));
        book.Look(atOnce: true);
        Assert.StartsWith("it is gone", await Trouble(person), StringComparison.Ordinal);
        Assert.Single(await Exemptions(person, "c1"));

        Write(server.Folder, "qyran_exemptions: 1\nexemptions: []\n");
        book.Look(atOnce: true);
        Assert.Null(await Trouble(person));
        Assert.Empty(await Exemptions(person, "c1"));
    }

    [Fact]
    public async Task A_server_that_starts_with_a_list_it_cannot_read_accuses_nobody_by_his_plate_until_it_can()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-server-").FullName;
        Write(folder, "qyran_exemptions: 7\nexemptions: []\n");
        await using var server = await RunningServer.Start(folder: folder);
        var (house, book) = (server.Server.Services.GetRequiredService<LiveHouse>(), server.Server.Services.GetRequiredService<ExemptionBook>());
        var found = new Finding("bus-lane", null, new Verdict.Broken("it was there", 0, ImmutableSortedDictionary<string, string>.Empty, []));
        Assert.IsType<Verdict.Undecided>(house.Exemptions.Now.Judge(found, "123ABC02", null).Verdict);
        Write(folder, List);
        book.Look(atOnce: true);
        Assert.IsType<Verdict.Broken>(house.Exemptions.Now.Judge(found, "777ABC02", null).Verdict);
        Assert.Equal(1, book.Now.Entries);
    }

    private static void Write(string folder, string text) => File.WriteAllText(Path.Combine(folder, ExemptionBook.FileName), text);

    private static async Task<string[]> Exemptions(HttpClient person, string id) =>
        [.. (await RunningServer.Json(await person.GetAsync($"/api/cases/{id}"))).GetProperty("exemptions").EnumerateArray().Select(e => $"{e.GetProperty("basis").GetString()} {e.GetProperty("approved_by").GetString()}")];

    private static async Task<string?> Trouble(HttpClient person) =>
        (await RunningServer.Json(await person.GetAsync("/api/system"))).GetProperty("exemptions").GetProperty("trouble").GetString();
}
