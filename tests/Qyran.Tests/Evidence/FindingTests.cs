using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

public sealed class FindingTests
{
    [Fact]
    public void Words_of_a_pack_stay_words()
    {
        Assert.Equal("пост-7, 91 ± 1 km/h", Finding.OneLine("пост-7, 91 ± 1 km/h"));
        Assert.Equal("\U0001F697 9°", Finding.OneLine("\U0001F697 9°"));
        Assert.Equal("a?sound: b??c", Finding.OneLine("a\nsound: b\r\u2028c")); // lines of its own
        Assert.Equal("?[8m?2J?", Finding.OneLine("\u001b[8m\u009b2J\a")); // orders to a terminal
        Assert.Equal("ab?dc?", Finding.OneLine("ab\u202edc\u200b")); // what turns or hides text
        Assert.Equal("1234567890", Finding.OneLine("1234567890123", 10));
    }
}
