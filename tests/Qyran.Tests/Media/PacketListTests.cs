using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class PacketListTests
{
    [Fact]
    public void A_packet_without_presentation_stamp_speaks_by_its_decoding_stamp()
    {
        // AVI: ffmpeg writes the smallest 64-bit number where there is no presentation stamp
        var list = PacketList.Read(new StringReader("#tb 0: 1/25\n0,  0, -9223372036854775808,  1,  100, 0x1\n0,  1, -9223372036854775808,  1,  100, 0x2\n"));
        Assert.Equal(new PacketList(0, 0, 40_000), list);
    }

    [Fact]
    public void Stamps_may_come_in_decoding_order() =>
        Assert.Equal(new PacketList(80_000, 0, 80_000),
            PacketList.Read(new StringReader("#tb 0: 1/25\n0,  0,  2,  1,  100, 0x1\n0,  1,  0,  1,  100, 0x2\n0,  2,  1,  1,  100, 0x3\n")));

    [Theory]
    [InlineData("")]
    [InlineData("#tb 0: 1/0\n0, 0, 0, 1, 100, 0x1\n")]
    [InlineData("nonsense\n")]
    public void A_list_that_makes_no_sense_is_none(string text) => Assert.Null(PacketList.Read(new StringReader(text)));
}
