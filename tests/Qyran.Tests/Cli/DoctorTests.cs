using Qyran.Cli;

namespace Qyran.Tests.Cli;

public sealed class DoctorTests
{
    [Theory]
    [InlineData("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright (c) 2000-2021 the FFmpeg developers", true)]
    [InlineData("ffmpeg version 5.0 Copyright", true)]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright", false)]
    [InlineData("ffmpeg version 6.1.1-3ubuntu5 Copyright", false)]
    [InlineData("ffmpeg version 7.1 Copyright", false)]
    [InlineData("ffmpeg version N-112233-gabcdef Copyright", false)]
    [InlineData("something else", false)]
    public void An_ffmpeg_that_lacks_our_options_is_named(string line, bool tooOld) => Assert.Equal(tooOld, DoctorCommand.IsTooOld(line));
}
