using CsCheck;
using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class NutReaderTests
{
    private static byte[] Made(int frames = 6, int width = 16, int height = 16)
    {
        var to = new MemoryStream();
        var writer = new NutWriter(to);
        writer.Start(width, height, "I420"u8);
        var pixels = new byte[width * height * 3 / 2];
        for (var i = 0; i < frames; i++)
        {
            Array.Fill(pixels, (byte)i);
            writer.Frame(pixels, (i * 40_000L) + (i % 3));
        }
        return to.ToArray();
    }

    private static readonly Lazy<byte[]> Ffmpegs = new(() => File.ReadAllBytes(Clip.Make("real.nut", "-f", "lavfi", "-i", "testsrc2=s=32x18:r=25:d=0.4",
        "-f", "lavfi", "-i", "testsrc2=s=16x16:r=25:d=0.4", "-map", "0", "-map", "1", "-c:v", "rawvideo", "-pix_fmt", "yuv420p")));

    /// <summary>Reads all there is, as the frame reader does; never more than the bytes can hold.</summary>
    private static (int Frames, string? Fault) ReadAll(Stream from, bool skip)
    {
        var reader = new NutReader(from);
        var frames = 0;
        var into = new byte[1 << 12];
        if (!reader.ReadHeaders())
            return (0, reader.Fault);
        while (reader.Next(out var packet))
        {
            Assert.InRange(packet.Stream, 0, reader.Streams.Length - 1);
            Assert.True(packet.Size >= 0 && packet.Pts >= 0);
            frames++;
            if (!skip && packet.Size <= into.Length && !reader.ReadPayload(into.AsSpan(0, (int)packet.Size)))
                break;
        }
        Assert.NotNull(reader.Fault);
        return (frames, reader.Fault);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var reader = new NutReader(new MemoryStream(Made()));
        Assert.True(reader.ReadHeaders());
        Assert.Equal(new NutStream(16, 16, "I420", 1, 1_000_000, 7), reader.Streams[0]);
        var pixels = new byte[16 * 16 * 3 / 2];
        for (var i = 0; i < 6; i++)
        {
            Assert.True(reader.Next(out var packet));
            Assert.Equal(new NutPacket(0, (i * 40_000L) + (i % 3), pixels.Length), packet);
            Assert.True(reader.ReadPayload(pixels));
            Assert.All(pixels, p => Assert.Equal(i, p));
        }
        Assert.False(reader.Next(out _));
        Assert.True(reader.EndedBetweenFrames);
    }

    [Fact]
    public void Ffmpegs_own_streams_are_read_whole() => Assert.Equal((20, "the stream ends"), ReadAll(new MemoryStream(Ffmpegs.Value), skip: false));

    [Fact]
    public void A_stream_cut_anywhere_ends_without_a_throw()
    {
        var whole = Made(3);
        for (var n = 0; n < whole.Length; n++)
        {
            var (frames, fault) = ReadAll(new MemoryStream(whole, 0, n), skip: n % 2 == 0);
            Assert.InRange(frames, 0, 3);
            Assert.NotNull(fault);
        }
    }

    // changes, removals, insertions and repetitions of stretches; a frame needs at least one byte, so what is read is bounded by what is there
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mutated_streams_never_throw_hang_or_read_out_of_bounds(bool real)
    {
        var seed = real ? Ffmpegs.Value : Made();
        var mutation = Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Int[0, 40], Gen.Byte);
        Gen.Select(mutation.Array[1, 12], Gen.Bool, Gen.Bool, Gen.Int[1, 700]).Sample((mutations, early, skip, chunk) =>
        {
            var bytes = new List<byte>(seed);
            foreach (var (kind, where, length, value) in mutations)
            {
                // half of the runs only disturb the headers, where most decisions are
                var at = (int)(where * Math.Min(bytes.Count, early ? 400 : int.MaxValue));
                var n = Math.Min(length, bytes.Count - at);
                if (kind == 0 && at < bytes.Count)
                    bytes[at] = value;
                else if (kind == 1 && at < bytes.Count)
                    bytes[at] ^= (byte)(1 << (value & 7));
                else if (kind == 2)
                    bytes.RemoveRange(at, n);
                else if (kind == 3)
                    bytes.InsertRange(at, bytes.GetRange(at, n));
                else
                    bytes.InsertRange(at, Enumerable.Repeat(value, length));
            }
            var (frames, _) = ReadAll(new Chunks([.. bytes], chunk), skip);
            return frames <= bytes.Count;
        }, iter: 4000);
    }

    /// <summary>Gives its bytes in small portions, as a pipe does.</summary>
    private sealed class Chunks(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, chunk)]);
    }
}
