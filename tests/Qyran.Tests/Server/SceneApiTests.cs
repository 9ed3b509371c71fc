using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Qyran.Domain.Scenes;
using Qyran.Rules;
using Qyran.Server;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>A scene is drawn, checked, saved as a version and found again.</summary>
public sealed class SceneApiTests
{
    internal const string Scene = """
        qyran_scene: 1
        name: "007"
        camera: { id: north-1, width: 1000, height: 800, verification: { certificate: "12", authority: example, valid_until: 2030-01-01T00:00:00Z } }
        survey:
          id: s1
          basis: tape
          points:
            - { image: [300, 700], road: [0, 0] }
            - { image: [700, 700], road: [8, 0] }
            - { image: [430, 300], road: [0, 40] }
            - { image: [570, 300], road: [8, 40] }
            - { image: [500, 700], road: [4, 0], image_error_px: 2 }
        lanes:
          - { id: "12", area: [[300, 700], [430, 300], [570, 300], [700, 700]], direction: [[500, 690], [500, 310]], only: [bus] }
        limits:
          - { kmh: 60, basis: "a sign: 3.24", until: 2030-01-01T00:00:00Z }
        rules:
          - { rule: speeding, basis: "order 15, item 3", approved_by: city, tolerance_kmh: 10 }
        """;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Every_save_is_a_version_and_none_is_lost(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        using var person = await server.Person();
        await Camera(person, Scene);
        var first = await RunningServer.Json(await person.GetAsync("/api/cameras/north-1/scene"));
        Assert.Equal(1, first.GetProperty("version").GetInt32());

        // the drawing goes back as it came, with one number changed
        var drawn = first.GetProperty("drawing").GetRawText();
        var moved = drawn.Replace("[0,40]", "[0,41]", StringComparison.Ordinal);
        Assert.NotEqual(drawn, moved);
        var second = await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1/scene", new { text = moved, version = 1 }));
        Assert.Equal(2, second.GetProperty("version").GetInt32());
        await RunningServer.Problem(HttpStatusCode.Conflict, await person.PutAsJsonAsync("/api/cameras/north-1/scene", new { text = Scene, version = 1 }));
        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PutAsJsonAsync("/api/cameras/north-1/scene", new { text = "lanes: 7", version = 2 }));

        var now = await RunningServer.Json(await person.GetAsync("/api/cameras/north-1/scene"));
        var versions = now.GetProperty("versions");
        Assert.Equal(2, versions.GetArrayLength());
        Assert.NotEqual("", versions[1].GetProperty("author").GetString());
        var text = now.GetProperty("text").GetString()!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), versions[1].GetProperty("sha256").GetString());
        var old = await RunningServer.Json(await person.GetAsync("/api/cameras/north-1/scene/versions/1"));
        Assert.Equal(Scene, old.GetProperty("text").GetString());
        await RunningServer.Problem(HttpStatusCode.NotFound, await person.GetAsync("/api/cameras/north-1/scene/versions/3"));

        // saved with the camera's other settings no scene is written over either; who sends none may save the others
        Assert.Equal(2, (await RunningServer.Json(await person.GetAsync("/api/cameras/north-1"))).GetProperty("scene_version").GetInt32());
        await RunningServer.Problem(HttpStatusCode.Conflict, await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream", scene = Scene, scene_version = 1 }));
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "Northbound", source = "rtsp://203.0.113.9/stream", scene_version = 1 }));
        Assert.Equal(2, (await server.Store.Scenes.Of("north-1")).Length);

        // taking the scene away is told too
        await Camera(person, "");
        Assert.Equal("", (await server.Store.Scenes.Of("north-1"))[^1].Text);
    }

    [Fact]
    public async Task What_others_store_while_a_scene_is_shown_or_saved_is_neither_mixed_up_nor_put_back()
    {
        await using var server = await RunningServer.Start(Engine.Postgres);
        using var person = await server.Person();
        await Camera(person, Scene);
        await using var other = new NpgsqlConnection(server.Server.Services.GetRequiredService<ServerSettings>().Database);
        await other.OpenAsync();
        const string path = "/api/cameras/north-1/scene";

        // saved by another between the two readings: the text is of the version that is told
        var shown = await RunningServer.Json(await Meanwhile("""
            update camera set settings = replace(settings, 'basis: tape', 'basis: wheel');
            insert into scene_version select camera_id, 2, sha256, replace(text, 'basis: tape', 'basis: wheel'), author, valid_from_us from scene_version
            """, () => person.GetAsync(path)));
        Assert.Equal(2, shown.GetProperty("version").GetInt32());
        Assert.Contains("basis: wheel", shown.GetProperty("text").GetString(), StringComparison.Ordinal);

        // paused and kept longer while a scene is saved: all three hold
        await RunningServer.Json(await Meanwhile("""update camera set paused = true, settings = replace(settings, '"keep_days":7', '"keep_days":9')""",
            () => person.PutAsJsonAsync(path, new { text = Scene, version = 2 })));
        var row = (await server.Store.Sites.FindCamera("north-1"))!;
        Assert.True(row.Paused);
        Assert.Contains("\"keep_days\":9", row.Settings, StringComparison.Ordinal);
        Assert.Contains("basis: tape", row.Settings, StringComparison.Ordinal);
        Assert.Equal(3, (await server.Store.Scenes.Of("north-1"))[^1].Number);

        // removed while a scene is saved: it does not come again
        await RunningServer.Problem(HttpStatusCode.NotFound, await Meanwhile("delete from camera", () => person.PutAsJsonAsync(path, new { text = Scene.Replace("tape", "rope", StringComparison.Ordinal), version = 3 })));
        Assert.Null(await server.Store.Sites.FindCamera("north-1"));
        Assert.Equal(3, (await server.Store.Scenes.Of("north-1")).Length);

        // nobody reads the versions before what is written there is stored
        async Task<HttpResponseMessage> Meanwhile(string writes, Func<Task<HttpResponseMessage>> ask)
        {
            await using var transaction = await other.BeginTransactionAsync();
            await Run("lock table scene_version in access exclusive mode");
            var asked = ask();
            await Eventually.Is(async () => await Run("select count(*) from pg_locks join pg_database d on d.oid = database where datname = current_database() and not granted") is > 0L, "a request that waits for the versions");
            await Run(writes);
            await transaction.CommitAsync();
            return await asked;
        }

        async Task<object?> Run(string text)
        {
            await using var command = other.CreateCommand();
            command.CommandText = text;
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public void A_drawing_holds_all_of_a_scene()
    {
        var before = SceneFile.Read(Encoding.UTF8.GetBytes(Scene), RuleBook.KnownRules, out _)!;
        var back = SceneFile.Read(Encoding.UTF8.GetBytes(SceneDrawing.Of(before).ToJsonString()), RuleBook.KnownRules, out var errors);
        Assert.Empty(errors);
        Assert.Equal(SceneFileWriter.Write(before), SceneFileWriter.Write(back!));
        Assert.Equal((before.Camera, "order 15, item 3", "city"), (back!.Camera, back!.Rules[0].Basis, back!.Rules[0].ApprovedBy));
        Assert.NotNull(back!.Camera.Verification);
    }

    [Fact]
    public async Task A_draft_says_what_its_survey_gives_and_what_is_wrong()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await Camera(person, "");
        async Task<System.Text.Json.JsonElement> Check(string text) => await RunningServer.Json(await person.PostAsJsonAsync("/api/cameras/north-1/scene/check", new { text }));

        var good = (await Check(Scene)).GetProperty("solved");
        Assert.Equal(good.GetProperty("columns").GetInt32() * good.GetProperty("rows").GetInt32(), good.GetProperty("errors_kmh").GetArrayLength());
        Assert.Contains(good.GetProperty("errors_kmh").EnumerateArray(), e => e.ValueKind == System.Text.Json.JsonValueKind.Number && e.GetDouble() is > 0 and < 5);
        Assert.Contains(good.GetProperty("residuals").EnumerateArray(), r => r.GetProperty("of").GetString() == "point 3 in the picture, x");
        var apart = await Check(Scene.Replace("[500, 700]", "[500, 560]", StringComparison.Ordinal));
        Assert.Contains("contradicts", apart.GetProperty("refused").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, (await Check("lanes: 7")).GetProperty("errors").GetArrayLength());

        // what is no mistake is told beside the mistakes: with the fifth point goes what checks the survey, the lens is another camera's, and a lane lies over the first
        Assert.Equal(0, (await Check(Scene)).GetProperty("notes").GetArrayLength());
        Assert.Equal(0, (await Check("lanes: 7")).GetProperty("notes").GetArrayLength());
        var told = await Check(Scene.Replace("lanes:\n", "lanes:\n  - { id: over, area: [[300, 700], [430, 300], [570, 300], [700, 700]] }\n", StringComparison.Ordinal)
            .Replace("    - { image: [500, 700], road: [4, 0], image_error_px: 2 }\n", "", StringComparison.Ordinal)
            .Replace("survey:\n", "lens: { fx: 90000, fy: 90000, cx: 500, cy: 400, k1: -0.1 }\nsurvey:\n", StringComparison.Ordinal).Split("rules:")[0]);
        Assert.Equal(0, told.GetProperty("errors").GetArrayLength());
        Assert.Collection(told.GetProperty("notes").EnumerateArray().Select(n => n.GetString()!),
            n => Assert.StartsWith("nothing checks the survey", n, StringComparison.Ordinal),
            n => Assert.EndsWith("the lens says fx 90000: such a lens does not narrow the error of speeds", n, StringComparison.Ordinal),
            n => Assert.EndsWith("the lens says fy 90000: such a lens does not narrow the error of speeds", n, StringComparison.Ordinal),
            n => Assert.StartsWith("the lanes over and 12 overlap, by 100 %", n, StringComparison.Ordinal));

        // a rule without what it needs would make the camera only record: it is said while drawing, and not stored
        var lacking = Scene + "\n  - { rule: red-light }\n";
        var said = await Check(lacking);
        Assert.Contains("the rule red-light needs a line of the kind stop with a signal", said.GetProperty("errors")[0].GetString(), StringComparison.Ordinal);
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, said.GetProperty("solved").ValueKind);
        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PutAsJsonAsync("/api/cameras/north-1/scene", new { text = lacking, version = 0 }));
        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream", scene = lacking }));
        Assert.Empty(await server.Store.Scenes.Of("north-1"));
    }

    [Fact]
    public async Task A_draft_is_tried_and_nothing_is_stored()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await Camera(person, "");
        const string path = "/api/cameras/north-1/scene/trial";
        await RunningServer.Problem(HttpStatusCode.NotFound, await person.GetAsync(path));
        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PostAsJsonAsync(path, new { text = Scene, minutes = 9 }));
        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PostAsJsonAsync(path, new { text = "lanes: 7" }));
        await RunningServer.Json(await person.PostAsJsonAsync(path, new { text = Scene }));
        await Eventually.Is(async () => (await RunningServer.Json(await person.GetAsync(path))).GetProperty("state").GetString() == "failed", "nothing is recorded of it, which is said");
        using var stopped = await person.DeleteAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
        Assert.Empty(await server.Store.Scenes.Of("north-1"));
    }

    private static async Task Camera(HttpClient person, string scene)
    {
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream", scene }));
    }
}
