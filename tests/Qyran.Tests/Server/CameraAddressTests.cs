using System.Net;
using Qyran.Domain.Failures;
using Qyran.Server.Cameras;
using Qyran.Storage.Files;

namespace Qyran.Tests.Server;

/// <summary>Which addresses a camera may have: whoever adds one makes the server connect there.</summary>
public sealed class CameraAddressTests
{
    [Theory]
    [InlineData("192.168.1.20", true)]
    [InlineData("10.0.0.9", true)]
    [InlineData("172.16.3.4", true)]
    [InlineData("203.0.113.7", true)]
    [InlineData("fd12:3456::1", true)]
    [InlineData("239.1.2.3", true)] // multicast cameras exist
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.8.8", false)]
    [InlineData("::1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("169.254.1.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("::", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("100.100.100.200", false)]
    public void An_address_is_allowed_or_not(string address, bool allowed) => Assert.Equal(allowed, CameraAddress.Refusal(IPAddress.Parse(address), allowLoopback: false) is null);

    [Theory]
    [InlineData("rtsp://127.0.0.1/a")]
    [InlineData("rtsp://localhost/a")]
    [InlineData("rtsp://[::1]:554/a")]
    [InlineData("http://2130706433/a")]
    [InlineData("http://0x7f.1/a")]
    [InlineData("http://127.1/a")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("concat:/etc/passwd|/etc/hosts")]
    [InlineData("gopher://10.0.0.1/x")]
    [InlineData("rtsp://user:secret@10.0.0.1/a")]
    [InlineData("video:../qyran.db")]
    [InlineData("video:/etc/passwd")]
    [InlineData("video:.hidden.mp4")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("rtsp:///nohost")]
    public async Task A_source_that_could_reach_what_it_should_not_is_refused(string source)
    {
        var folder = DataFolder.AsItIs(Path.GetTempPath());
        Assert.NotNull(await CameraSource.Refusal(source, folder, allowLoopback: false, default));
    }

    [Fact]
    public async Task Loopback_is_allowed_where_it_was_said_so() =>
        Assert.Null(await CameraSource.Refusal("rtsp://127.0.0.1:8554/a", DataFolder.AsItIs(Path.GetTempPath()), allowLoopback: true, default));

    [Fact]
    public async Task Link_local_is_refused_even_so() =>
        Assert.Equal(FailureKind.Unsupported, (await CameraSource.Refusal("http://169.254.169.254/", DataFolder.AsItIs(Path.GetTempPath()), allowLoopback: true, default))?.Kind);
}
