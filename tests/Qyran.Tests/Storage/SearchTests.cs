using Qyran.Domain.Detections;
using Qyran.Domain.Plates;
using Qyran.Domain.Units;
using Qyran.Storage.Rows;
using Qyran.Storage.Search;

namespace Qyran.Tests.Storage;

/// <summary>Plate search on every engine: everything that fits is found, the nearest first, page by page.</summary>
public sealed class SearchTests
{
    private static readonly string[] Plates =
    [
        "123ABC01", "123ABC02", "I23ABC01", "128ABC01", "12BABC01", "123ABO01", "123AB001", "23ABC01", "0123ABC01", "124ABD01", "12ABC0I", "A123BC77", "A123BC177", "777AAA05", "京A12345", "京A12346",
    ];

    private static readonly (string Text, int Edits, bool LookAlikes, string[] Found)[] Questions =
    [
        ("123abc01", 0, false, ["123ABC01"]),
        ("123-abc 01", 0, true, ["123ABC01", "I23ABC01"]),
        ("128abc01", 0, true, ["128ABC01", "12BABC01"]),
        ("А123ВС77", 0, false, ["A123BC77"]), // typed in Cyrillic
        ("123ABC*", 0, false, ["123ABC01", "123ABC02"]),
        ("123ABC*", 0, true, ["123ABC01", "123ABC02", "I23ABC01"]),
        ("*BC77", 0, false, ["A123BC77"]),
        ("?23ABC01", 0, false, ["123ABC01", "I23ABC01"]),
        ("*A?C*1", 0, false, ["123ABC01", "I23ABC01", "128ABC01", "12BABC01", "23ABC01", "0123ABC01"]),
        ("123AB*01", 0, true, ["123ABC01", "123ABO01", "123AB001", "I23ABC01"]),
        ("京*", 0, false, ["京A12345", "京A12346"]),
        ("京A12345", 1, true, ["京A12345", "京A12346"]),
        ("123ABC01", 1, true, ["123ABC01", "I23ABC01", "123ABC02", "128ABC01", "12BABC01", "123ABO01", "123AB001", "23ABC01", "0123ABC01", "12ABC0I"]),
        ("123ABC01", 2, true, ["123ABC01", "I23ABC01", "123ABC02", "128ABC01", "12BABC01", "123ABO01", "123AB001", "23ABC01", "0123ABC01", "124ABD01", "12ABC0I"]),
        ("999ZZZ99", 2, true, []),
        ("Q*", 0, false, []),
    ];

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task A_plate_is_found_as_asked_for(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await test.Store.Passages.Add(Sample.Entries([.. Plates.Select((p, i) => Sample.Passage($"p{i}", i, p))]));
        foreach (var (text, edits, lookAlikes, found) in Questions)
        {
            var hits = await All(test, new PassageQuery { Plate = Sample.Plate(text, edits, lookAlikes) });
            Assert.Equal((text, edits, string.Join(' ', found.Order(StringComparer.Ordinal))), (text, edits, string.Join(' ', hits.Select(h => h.Passage.Plate!.Text).Order(StringComparer.Ordinal))));
            Assert.Equal(hits.OrderBy(h => h.Match).ThenByDescending(h => h.Passage.FirstSeenUs), hits);
            if (edits == 0 && !lookAlikes) Assert.All(hits, h => Assert.Equal(PlateMatch.Exact, h.Match));
        }
    }

    /// <summary>The oracle is the pattern itself, held against every plate one by one.</summary>
    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task No_plate_within_two_edits_is_missed_among_thousands(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var dice = new Random(5);
        var plates = Enumerable.Range(0, 3000).Select(_ => new string([.. Enumerable.Range(0, dice.Next(4, 10)).Select(_ => "0123456789ABKO"[dice.Next(14)])])).Distinct().ToArray();
        await test.Store.Passages.Add(Sample.Entries([.. plates.Select((p, i) => Sample.Passage($"p{i}", i, p))]));
        for (var i = 0; i < 60; i++)
        {
            var text = plates[dice.Next(plates.Length)];
            var edits = Math.Min(i % 3, text.Length - 2);
            var query = Sample.Plate(edits == 0 ? text[..1] + "*" + text[^2] + "?" : text, edits);
            var expected = plates.Select(p => (p, Match: query.Match(p))).Where(p => p.Match is not null).OrderBy(p => p.Match).ThenBy(p => p.p, StringComparer.Ordinal).ToArray();
            var hits = await All(test, new PassageQuery { Plate = query });
            Assert.Equal(expected, hits.Select(h => (h.Passage.Plate!.Text, h.Match)).OrderBy(p => p.Match).ThenBy(p => p.Text, StringComparer.Ordinal));
        }
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task A_pattern_that_fits_more_plates_than_are_looked_up_still_finds_all(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await test.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 2500).Select(i => Sample.Passage($"p{i}", i % 400, $"{i:0000}{(i % 5 == 0 ? "O" : "0")}K"))]));
        foreach (var pattern in (string[])["*0K", "????0K"])
        {
            var hits = await All(test, new PassageQuery { Plate = Sample.Plate(pattern) }, 333);
            Assert.Equal(2500, hits.Select(h => h.Passage.Id).Distinct().Count());
            Assert.Equal(2000, hits.TakeWhile(h => h.Match == PlateMatch.Exact).Count());
            Assert.Equal(hits.OrderBy(h => h.Match).ThenByDescending(h => h.Passage.FirstSeenUs).Select(h => h.Match), hits.Select(h => h.Match));
        }
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Filters_narrow_with_and_without_a_plate(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        PassageRow[] rows =
        [
            Sample.Passage("a", 0, "123ABC01", 50), Sample.Passage("b", 60, "123ABC01", 80, "south"), Sample.Passage("c", 120, "123ABC02", 110, "east", "square", RoadUser.Bus),
            Sample.Passage("d", 180, "123ABC01", null, "east", "square"), Sample.Passage("e", 240, null, 95), Sample.Passage("f", 300, "123ABC01", 70, country: "RU"),
        ];
        await test.Store.Passages.Add(Sample.Entries(rows));
        var plate = Sample.Plate("123ABC*");
        (PassageQuery Query, string Ids)[] table =
        [
            (new(), "fedcba"),
            (new() { FromUs = rows[1].FirstSeenUs, UntilUs = rows[3].FirstSeenUs }, "cb"),
            (new() { FromUs = long.MinValue, UntilUs = long.MaxValue }, "fedcba"),
            (new() { Cameras = ["east"] }, "dc"),
            (new() { Cameras = ["north", "south"] }, "feba"),
            (new() { Sites = ["square"] }, "dc"),
            (new() { Sites = ["square"], Cameras = ["north"] }, ""),
            (new() { Cameras = ["nowhere"] }, ""),
            (new() { Classes = [RoadUser.Bus, RoadUser.Truck] }, "c"),
            (new() { SpeedFrom = Speed.FromKmh(80) }, "ecb"),
            (new() { SpeedFrom = Speed.FromKmh(60), SpeedUntil = Speed.FromKmh(95) }, "feb"),
            (new() { Country = "RU" }, "f"),
            (new() { Plate = plate }, "fdcba"),
            (new() { Plate = plate, Cameras = ["east"], SpeedFrom = Speed.FromKmh(1) }, "c"),
            (new() { Plate = plate, Country = "KZ", UntilUs = rows[2].FirstSeenUs }, "ba"),
            (new() { Plate = Sample.Plate("123ABC01"), Classes = [RoadUser.Car], SpeedFrom = Speed.FromKmh(60) }, "fb"),
        ];
        foreach (var (query, ids) in table) Assert.Equal(ids, string.Concat((await All(test, query)).Select(h => h.Passage.Id)));
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Pages_neither_repeat_nor_skip_while_rows_are_added(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var dice = new Random(3);
        string Plate() => dice.Next(3) switch { 0 => "123ABC01", 1 => "I23ABC01", _ => "123ABC02" };
        // many share an instant
        await test.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 300).Select(i => Sample.Passage($"p{i}", i / 9, Plate()))]));
        foreach (var query in (PassageQuery[])[new(), new() { Plate = Sample.Plate("123ABC01", 1) }, new() { Plate = Sample.Plate("*A*") }, new() { Cameras = ["north", "south"] }])
        {
            var before = (await All(test, query, 1000)).Select(h => h.Passage.Id).ToArray();
            var seen = new List<string>();
            string? next = null;
            for (var page = 0; page == 0 || next is not null; page++)
            {
                var (found, failure) = await test.Store.Search.Find(query, 17, next);
                Assert.Null(failure);
                seen.AddRange(found!.Hits.Select(h => h.Passage.Id));
                next = found.Next;
                await test.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 5).Select(i => Sample.Passage($"{query.GetHashCode()}-{page}-{i}", dice.Next(60), Plate()))]));
            }
            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(before, seen.Where(before.ToHashSet().Contains));
        }
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task A_question_that_makes_no_sense_is_answered_with_why(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        foreach (var (most, after) in ((int, string?)[])[(0, null), (1001, null), (10, "x"), (10, "9-1"), (10, "0-zz"), (10, "0-"), (10, "0-11111111111111111")])
            Assert.NotNull((await test.Store.Search.Find(new PassageQuery(), most, after)).Item2);
    }

    [Fact]
    public async Task A_plate_stored_after_the_first_search_is_found_by_the_next()
    {
        await using var test = await TestStore.Open(Engine.Sqlite);
        var query = new PassageQuery { Plate = Sample.Plate("123ABC01", 2) };
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i, (await All(test, query)).Count);
            await test.Store.Passages.Add(Sample.Entries(Sample.Passage($"p{i}", i, $"123ABC{i}1")));
        }
    }

    private static async Task<List<PassageHit>> All(TestStore test, PassageQuery query, int most = 7)
    {
        var hits = new List<PassageHit>();
        string? next = null;
        do
        {
            var (page, failure) = await test.Store.Search.Find(query, most, next);
            Assert.Null(failure);
            Assert.True(page!.Complete);
            hits.AddRange(page.Hits);
            next = page.Next;
        }
        while (next is not null);
        return hits;
    }
}
