using Qyran.Domain.Failures;
using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

/// <summary>Sound packs with contents that no program of ours writes: anybody can sign a pack of his own.</summary>
public sealed class PackReaderTests : IDisposable
{
    private readonly SamplePack sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void A_signal_head_that_stands_twice_is_refused()
    {
        var contents = sample.Contents();
        var head = contents.Signals[0];
        var written = Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, contents with { Signals = [head, head with { UntilUs = 1 }] }, sample.Key, null));
        Assert.Null(PackReader.TryOpen(written.Path, new(), null, out var failure));
        Assert.Equal(FailureKind.Unsupported, failure!.Kind);
        Assert.Contains("its records are not those this program writes", failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_photo_that_is_no_jpg_is_no_photo()
    {
        var path = sample.Write().Path;
        SamplePack.Forge(path, files =>
        {
            files.Add(("photos/a", [1]));
            var says = ManifestJson.Read(files[0].Bytes)!;
            var manifest = ManifestJson.Write(says with { Files = says.Files.Add(new("photos/a", Digest.Of(files[^1].Bytes).Sha256, 1, 0, null)) });
            files[0] = (PackName.Manifest, manifest);
            files[1] = (PackName.Signature, new PackSignature(sample.Key.Id, sample.Key.PublicKey, sample.Key.Sign(manifest)).Write());
        });
        Assert.Empty(PackVerifier.Verify(path, new()).Findings);
        var read = PackReader.TryOpen(path, new(), null, out var failure);
        Assert.True(read is not null, failure?.Text);
        Assert.Equal(["after", "at", "before"], read.Photos.Select(p => p.Name).Order(StringComparer.Ordinal));
    }
}
