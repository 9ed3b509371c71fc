using Qyran.Domain.Failures;
using Qyran.Media;
using Qyran.Media.Recording;

namespace Qyran.Tests.Media.Recording;

/// <summary>Moves the whole process's temporary folder: nothing else may run beside it.</summary>
[Collection(nameof(Alone))]
public sealed class FullTemporaryFolderTests
{
    [Fact]
    public void A_temporary_folder_that_takes_nothing_ends_a_reading_with_its_reason()
    {
        var source = new MediaSource.Played(Made.Clip(1));
        var reader = new FrameReader(source, Clip.Look(source), new FrameReaderSettings { Fragments = new FragmentOutlet(1, new SessionClock(TimeProvider.System), _ => { }) });
        var before = Environment.GetEnvironmentVariable("TMPDIR");
        Environment.SetEnvironmentVariable("TMPDIR", Path.Combine(Path.GetTempPath(), "qyran-nowhere"));
        try
        {
            Assert.Equal(FailureKind.CannotWrite, reader.Run(f => f.Dispose(), TestContext.Current.CancellationToken).Failure?.Kind);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", before);
        }
    }
}
