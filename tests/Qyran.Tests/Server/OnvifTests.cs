using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Qyran.Server.Onvif;

namespace Qyran.Tests.Server;

/// <summary>Devices are found and asked; what they say is believed no further than it must be.</summary>
public sealed class OnvifTests
{
    [Fact]
    public async Task A_search_finds_a_device_once_at_an_address_that_may_be_reached()
    {
        await using var device = await FakeOnvif.Start();
        var (found, failure) = await Discovery.Probe(device.Search, TimeSpan.FromSeconds(2), allowLoopback: true, TimeProvider.System, default);
        Assert.Null(failure);
        Assert.Equal(new FoundDevice(device.Url, "127.0.0.1", "North gate", "DS-2CD2", "Almaty"), Assert.Single(found));
    }

    [Fact]
    public void An_answer_to_another_question_or_one_that_leads_nowhere_good_is_no_answer()
    {
        FoundDevice? Read(string text, bool loopback = false) => Discovery.Read(Encoding.UTF8.GetBytes(text), "uuid:1", IPAddress.Parse("192.168.1.20"), loopback);
        Assert.Equal("http://192.168.1.20/onvif/device_service", Read(FakeOnvif.Match("uuid:1", "http://10.0.0.5/onvif/device_service http://192.168.1.20/onvif/device_service"))!.Address);
        Assert.Null(Read(FakeOnvif.Match("uuid:2", "http://192.168.1.20/onvif/device_service")));
        foreach (var bad in (string[])["http://127.0.0.1/a", "http://169.254.169.254/a", "file:///etc/passwd", "http://u:p@192.168.1.20/a", "http://localhost/a", "", "nonsense"])
            Assert.Null(Read(FakeOnvif.Match("uuid:1", bad)));
        Assert.Null(Read("not xml"));
        Assert.Null(Read(Hostile.Entities));
    }

    [Fact]
    public async Task A_device_is_asked_for_its_streams_with_a_digest_by_its_own_clock()
    {
        await using var device = await FakeOnvif.Start();
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        var text = await (await person.PostAsJsonAsync("/api/cameras/ask", new { address = device.Url, user = FakeOnvif.User, password = FakeOnvif.Password })).Content.ReadAsStringAsync();
        var answer = JsonDocument.Parse(text).RootElement;
        Assert.Equal(("Maker", "DS-2CD2", "77"), (answer.GetProperty("maker").GetString(), answer.GetProperty("model").GetString(), answer.GetProperty("serial").GetString()));
        var streams = answer.GetProperty("streams").EnumerateArray().ToArray();
        Assert.Equal(3, streams.Length);
        Assert.Equal(("Profile_1", "H264", 1920, 1080, 25), (streams[0].GetProperty("token").GetString(), streams[0].GetProperty("codec").GetString(), streams[0].GetProperty("width").GetInt32(),
            streams[0].GetProperty("height").GetInt32(), streams[0].GetProperty("fps").GetInt32()));
        Assert.Equal("rtsp://203.0.113.9:554/Streaming/Channels/101?transportmode=unicast&profile=Profile_1", streams[0].GetProperty("source").GetString()); // without what the device wrote into it
        Assert.Contains("link-local", streams[1].GetProperty("refused").GetString(), StringComparison.Ordinal);
        Assert.All(streams[1..], s => Assert.True(s.GetProperty("source").ValueKind == JsonValueKind.Null && s.GetProperty("refused").GetString()!.Length > 0));
        Assert.DoesNotContain("leak", text, StringComparison.Ordinal);
        Assert.Equal(["GetSystemDateAndTime", "GetDeviceInformation", "GetCapabilities", "GetProfiles", "GetStreamUri", "GetStreamUri", "GetStreamUri"], device.Asked);
        Assert.Empty(await server.Store.Sites.Cameras()); // asking adds nothing
    }

    [Theory]
    [InlineData(null, null, "wants a user")]
    [InlineData(FakeOnvif.User, "wrong", "refuses this user")]
    public async Task Without_the_right_password_it_is_said_so(string? user, string? password, string why)
    {
        await using var device = await FakeOnvif.Start();
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        Assert.Contains(why, await RunningServer.Problem(HttpStatusCode.UnprocessableEntity, await person.PostAsJsonAsync("/api/cameras/ask", new { address = device.Url, user, password })), StringComparison.Ordinal);
    }

    public static TheoryData<string> HostileAnswers => [Hostile.Entities, Hostile.External, Hostile.Deep, Hostile.Huge, "", "{}", FakeOnvif.Soap("<other/>")];

    [Theory, MemberData(nameof(HostileAnswers))]
    public async Task Hostile_answers_are_refused_quickly_and_take_nothing_along(string said)
    {
        await using var device = await FakeOnvif.Start();
        device.Instead["GetDeviceInformation"] = said;
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        Assert.Contains("not as an ONVIF device", await RunningServer.Problem(HttpStatusCode.UnprocessableEntity,
            await person.PostAsJsonAsync("/api/cameras/ask", new { address = device.Url, user = FakeOnvif.User, password = FakeOnvif.Password })), StringComparison.Ordinal);
        Assert.Equal(2, device.Asked.Count); // no further
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/onvif", HttpStatusCode.BadGateway, "--allow-loopback")]
    [InlineData("http://169.254.169.254/onvif", HttpStatusCode.BadGateway, "link-local")]
    [InlineData("file:///etc/passwd", HttpStatusCode.BadRequest, "complete")]
    [InlineData("http://u:p@203.0.113.9/", HttpStatusCode.BadRequest, "user or password")]
    public async Task What_must_not_be_reached_is_not_asked(string address, HttpStatusCode status, string why)
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        Assert.Contains(why, await RunningServer.Problem(status, await person.PostAsJsonAsync("/api/cameras/ask", new { address })), StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_is_the_one_of_the_standards_own_example() =>
        // ONVIF Application Programmer's Guide 1.0, 6.1.1.3
        Assert.Equal("tuOSpGlFlIXsozq4HFNeeGeFLEI=", OnvifLogin.Digest(Convert.FromBase64String("LKqI6G/AikKCQrN0zqZFlg=="), "2010-09-16T07:50:45Z", "userpassword"));

    private static class Hostile
    {
        public static readonly string Entities = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]><a>&d;</a>";
        public static readonly string External = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        public static readonly string Deep = string.Concat(Enumerable.Repeat("<a>", 20_000)) + string.Concat(Enumerable.Repeat("</a>", 20_000));
        public static readonly string Huge = FakeOnvif.Soap("<tds:GetDeviceInformationResponse>" + new string('x', 2_000_000) + "</tds:GetDeviceInformationResponse>");
    }
}
