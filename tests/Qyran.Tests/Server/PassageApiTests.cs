using System.Net;
using Qyran.Domain.Detections;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

public sealed class PassageApiTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Passages_are_found_by_plate_place_time_kind_and_speed_page_by_page(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        await server.Store.Passages.Add(Sample.Entries(
            Sample.Passage("p1", 0, "123ABC02", 88), Sample.Passage("p2", 60, "128ABC02", 55, kind: RoadUser.Truck), Sample.Passage("p3", 120, "777KZA01", camera: "south"), Sample.Passage("p4", 180)));
        using var machine = await server.Machine(mayChange: false);

        async Task<string> Ids(string query)
        {
            var answer = await RunningServer.Json(await machine.GetAsync("/api/passages?" + query));
            return string.Join(' ', answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        }
        Assert.Equal("p4 p3 p2 p1", await Ids(""));
        Assert.Equal("p1", await Ids("plate=123abc02"));
        Assert.Equal("p2 p1", await Ids("plate=12*"));
        Assert.Equal("p1 p2", await Ids("plate=123ABC02&edits=1"));
        Assert.Equal("p1", await Ids("plate=I23ABCO2")); // look-alikes: I and 1, O and 0
        Assert.Equal("", await Ids("plate=I23ABCO2&look_alikes=false"));
        Assert.Equal("p3", await Ids("camera=south"));
        Assert.Equal("p2", await Ids("class=truck"));
        Assert.Equal("p1", await Ids("speed_from_kmh=80"));
        // a form's empty field asks about nothing
        Assert.Equal("p4 p3 p2 p1", await Ids("country=&camera=&site=&class="));
        Assert.Equal("p3 p2 p1", await Ids("country=kz"));
        Assert.Equal("p3 p2", await Ids("from=2026-11-20T12:00:30Z&until=2026-11-20T12:02:30Z"));

        var first = await RunningServer.Json(await machine.GetAsync("/api/passages?most=3"));
        Assert.Equal("p1", await Ids("most=3&after=" + first.GetProperty("next").GetString()));
        var one = (await RunningServer.Json(await machine.GetAsync("/api/passages/p1"))).GetProperty("passage");
        Assert.Equal(88, one.GetProperty("speed").GetProperty("kmh").GetDecimal());
        Assert.Equal("123ABC02", one.GetProperty("plate").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("most=0", "1 to 200")]
    [InlineData("plate=---", "letter or digit")]
    [InlineData("plate=A*&edits=2", "not both")]
    [InlineData("class=boat", "no class")]
    [InlineData("after=nonsense", "not one this search gave")]
    [InlineData("speed_from_kmh=-5", "0 to 1000")]
    public async Task A_question_that_makes_no_sense_is_answered_with_why(string query, string why)
    {
        await using var server = await RunningServer.Start();
        using var machine = await server.Machine(mayChange: false);
        Assert.Contains(why, await RunningServer.Problem(HttpStatusCode.BadRequest, await machine.GetAsync("/api/passages?" + query)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_by_plate_may_say_a_reason_and_a_server_may_want_one()
    {
        await using var lenient = await RunningServer.Start();
        using (var machine = await lenient.Machine(mayChange: false))
        {
            await RunningServer.Json(await machine.GetAsync("/api/passages?plate=123*"));
            await RunningServer.Json(await machine.GetAsync("/api/passages?plate=123*&reason=theft%204711"));
            Assert.Contains("3 to 200", await RunningServer.Problem(HttpStatusCode.BadRequest, await machine.GetAsync("/api/passages?plate=123*&reason=x")), StringComparison.Ordinal);
            Assert.False((await RunningServer.Json(await machine.GetAsync("/api/me"))).GetProperty("plate_reason").GetBoolean());
        }
        Assert.Contains("plate=123*&reason=theft 4711", (await lenient.Store.Audit.From(1, 100)).Select(r => r.Entry.Detail));

        await using var strict = await RunningServer.Start(plateReason: true);
        using (var machine = await strict.Machine(mayChange: false))
        {
            foreach (var reason in (string[])["", "&reason=", "&reason=%20%20"])
                Assert.Contains("needs a reason", await RunningServer.Problem(HttpStatusCode.BadRequest, await machine.GetAsync("/api/passages?plate=123*" + reason)), StringComparison.Ordinal);
            await RunningServer.Json(await machine.GetAsync("/api/passages?plate=123*&reason=theft%204711"));
            // what asks for no plate asks for nobody
            await RunningServer.Json(await machine.GetAsync("/api/passages?camera=north&plate="));
            Assert.True((await RunningServer.Json(await machine.GetAsync("/api/me"))).GetProperty("plate_reason").GetBoolean());
        }
        Assert.Contains("search passages|400|plate=123*", (await strict.Store.Audit.From(1, 100)).Select(r => $"{r.Entry.Act}|{r.Entry.Result}|{r.Entry.Detail}"));
    }
}
