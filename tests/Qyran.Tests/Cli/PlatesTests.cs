using System.Buffers.Binary;
using System.Text.Json;
using OpenCvSharp;
using Qyran.Domain.Failures;
using Qyran.Tests.Vision.Plates;

namespace Qyran.Tests.Cli;

public sealed class PlatesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-plates-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_gives_a_line_per_plate_and_drawn_pictures()
    {
        Save("a.png", MadePlates.On("KZ", "123ABC02", 140));
        Save("b/empty.jpg", new Mat(300, 400, MatType.CV_8UC1, new Scalar(120)));
        var seen = Path.Combine(folder, "seen");
        var ended = QyranProcess.RunShipped("plates", Path.Combine(folder, "in"), "--json", "--out", seen);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        var lines = ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(l => Path.GetFileName(l.GetProperty("image").GetString()!));
        Assert.Equal("123ABC02", lines["a.png"].GetProperty("plate").GetString());
        Assert.Equal(4, lines["a.png"].GetProperty("box").GetArrayLength());
        Assert.InRange(lines["a.png"].GetProperty("confidence").GetDouble(), 0.3, 1);
        Assert.True(lines["a.png"].GetProperty("ms").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, lines["empty.jpg"].GetProperty("plate").ValueKind);
        Assert.True(File.Exists(Path.Combine(seen, "a.jpg")) && File.Exists(Path.Combine(seen, "b/empty.jpg")));
    }

    [Fact]
    public void Hostile_pictures_are_named_and_the_rest_goes_on()
    {
        Save("good.png", MadePlates.On("KZ", "123ABC02", 140));
        Save("one.png", new Mat(1, 1, MatType.CV_8UC1, new Scalar(7)));
        Save("deep.png", new Mat(200, 300, MatType.CV_16UC1, new Scalar(40_000)));
        var whole = File.ReadAllBytes(Save("whole.jpg", MadePlates.On("KZ", "777KAZ13", 120)));
        File.WriteAllBytes(Path.Combine(folder, "in/torn.jpg"), whole[..(whole.Length / 8)]);
        File.WriteAllBytes(Path.Combine(folder, "in/empty.jpg"), []);
        File.WriteAllText(Path.Combine(folder, "in/words.png"), "no picture");
        File.WriteAllBytes(Path.Combine(folder, "in/huge.png"), HugePng());
        var ended = QyranProcess.RunShipped("plates", Path.Combine(folder, "in"), "--json");
        Assert.Equal(65, ended.Code);
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
        Assert.Contains("empty.jpg' is empty", ended.Error, StringComparison.Ordinal);
        Assert.Contains("words.png' can't be read as a picture", ended.Error, StringComparison.Ordinal);
        Assert.Contains("20000 × 20000 pixels", ended.Error, StringComparison.Ordinal);
        Assert.Contains("\"123ABC02\"", ended.Out, StringComparison.Ordinal);
        Assert.Contains("one.png", ended.Out, StringComparison.Ordinal);
        Assert.Contains("deep.png", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_is_read_whatever_its_file_is_like()
    {
        // as a telephone writes it: lying on its side, with a note how to turn it
        using var upright = MadePlates.On("KZ", "123ABC02", 140);
        using var lying = new Mat();
        Cv2.Rotate(upright, lying, RotateFlags.Rotate90Counterclockwise);
        Cv2.ImEncode(".jpg", lying, out var jpeg);
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        File.WriteAllBytes(Path.Combine(folder, "in/telephone.jpg"), [.. jpeg[..2], .. Turned(6), .. jpeg[2..]]);
        var still = Save("still.png", upright.Clone());
        MadeVideo.Ffmpeg("-loop", "1", "-i", still, "-frames:v", "3", Path.Combine(folder, "in/moving.gif"));
        File.Copy(Path.Combine(Material.Project, "testdata/pictures/cmyk.jpg"), Path.Combine(folder, "in/inks.jpg"));
        using (var coloured = new Mat())
        {
            Cv2.CvtColor(upright, coloured, ColorConversionCodes.GRAY2BGRA);
            Save("clear.png", coloured.Clone());
        }
        var torn = File.ReadAllBytes(still);
        File.WriteAllBytes(Path.Combine(folder, "in/torn.png"), torn[..(torn.Length / 2)]);
        var ended = QyranProcess.RunShipped("plates", Path.Combine(folder, "in"), "--json");
        var plates = ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)
            .ToDictionary(l => Path.GetFileName(l.GetProperty("image").GetString()!), l => l.GetProperty("plate").GetString());
        Assert.Equal(new() { ["telephone.jpg"] = "123ABC02", ["still.png"] = "123ABC02", ["moving.gif"] = "123ABC02", ["clear.png"] = "123ABC02", ["inks.jpg"] = "482UYO02" }, plates);
        Assert.Contains("torn.png' can't be read as a picture", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plates")]
    [InlineData("detect")]
    public void A_folder_named_as_a_picture_is_drawn_stands_in_no_way(string command)
    {
        // photo tools make a folder of a picture's name for what belongs to it
        Save("x.png", new Mat(60, 90, MatType.CV_8UC1, new Scalar(90)));
        Save("x.jpg/y.jpg", new Mat(70, 80, MatType.CV_8UC1, new Scalar(90)));
        var seen = Path.Combine(folder, "seen");
        for (var run = 0; run < 2; run++)
        {
            var ended = QyranProcess.RunShipped(command, Path.Combine(folder, "in"), "--out", seen, "--json");
            Assert.Equal((0, ""), (ended.Code, ended.Error));
            var drawn = Directory.GetFiles(command == "detect" ? Path.Combine(seen, "pictures") : seen, "*", SearchOption.AllDirectories);
            Assert.Equal([60, 70], drawn.Select(d => Cv2.ImRead(d).Height).Order());
        }
    }

    [Fact]
    public void Names_of_files_give_the_terminal_no_orders()
    {
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        foreach (var name in (string[])["\u001b]0;owned\a\u001b[2J.jpg", "a\nqyran: all good.jpg"]) File.WriteAllBytes(Path.Combine(folder, "in", name), []);
        var ended = QyranProcess.RunShipped("plates", Path.Combine(folder, "in"));
        Assert.Equal(65, ended.Code);
        Assert.DoesNotContain(ended.Error, c => c < ' ' && c != '\n');
        Assert.Equal(3, ended.ErrorLines.Length);
        Assert.DoesNotContain(ended.ErrorLines, l => l.StartsWith("qyran: all good", StringComparison.Ordinal));
        var missing = QyranProcess.RunShipped("plates", Path.Combine(folder, "\u001b[2J\nqyran: all good"));
        Assert.DoesNotContain("\u001b", Assert.Single(missing.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("?[2J?.jpg  no legible plate  (7 ms)", Qyran.Cli.PlatesCommand.Words("\u001b[2J\n.jpg", null, 7));
    }

    [Theory]
    [InlineData("plates", "\"123ABC02\"")]
    [InlineData("detect", "whole.png\"")]
    public void Of_a_wrong_profile_and_a_png_cut_off_no_library_speaks(string command, string told)
    {
        var whole = File.ReadAllBytes(Save("whole.png", MadePlates.On("KZ", "123ABC02", 140)));
        var head = 8 + 25;
        File.WriteAllBytes(Path.Combine(folder, "in/whole.png"), [.. whole[..head], .. Chunk("iCCP"u8, [.. "icc"u8, 0, 0]), .. whole[head..]]);
        File.WriteAllBytes(Path.Combine(folder, "in/cut.png"), whole[..^30]);
        var ended = QyranProcess.RunShipped(command, Path.Combine(folder, "in"), "--json", "--out", Path.Combine(folder, "seen"));
        Assert.Equal(65, ended.Code);
        Assert.Contains(told, ended.Out, StringComparison.Ordinal);
        Assert.Equal($"qyran: '{folder}/in/cut.png' can't be read as a picture\nqyran: 1 of 2 pictures could not be read\n", ended.Error);
    }

    [Theory]
    [InlineData("plates")]
    [InlineData("detect")]
    public void No_picture_that_is_looked_at_is_drawn_over(string command)
    {
        var pictures = Directory.CreateDirectory(Path.Combine(folder, command == "detect" ? "seen/pictures" : "seen")).FullName;
        var picture = Path.Combine(pictures, "one.jpg");
        Cv2.ImWrite(picture, new Mat(60, 90, MatType.CV_8UC3, new Scalar(90, 90, 90)));
        var before = File.ReadAllBytes(picture);
        var (seen, link) = (Path.Combine(folder, "seen"), Path.Combine(folder, "link"));
        Directory.CreateSymbolicLink(link, seen);
        foreach (var (given, into) in ((string, string)[])[(picture, seen), (pictures, seen), (pictures + "/", seen + "/"), (picture, link)])
        {
            var ended = QyranProcess.RunShipped(command, given, "--out", into, "--json");
            Assert.Contains("would be drawn over", ended.Error, StringComparison.Ordinal);
            Assert.NotEqual(0, ended.Code);
            Assert.Equal(before, File.ReadAllBytes(picture));
        }
        Assert.Equal(0, QyranProcess.RunShipped(command, picture, "--out", Path.Combine(folder, "elsewhere")).Code);
        Assert.Equal(0, QyranProcess.RunShipped(command, picture, "--out", Path.Combine(folder, "elsewhere")).Code); // what was drawn before is drawn again
    }

    [Fact]
    public void A_link_to_a_folder_above_brings_no_picture_twice()
    {
        var pictures = Directory.CreateDirectory(Path.Combine(folder, "in/deep")).FullName;
        File.WriteAllBytes(Path.Combine(pictures, "a.jpg"), []);
        File.CreateSymbolicLink(Path.Combine(pictures, "b.jpg"), Path.Combine(pictures, "a.jpg"));
        Directory.CreateSymbolicLink(Path.Combine(pictures, "loop"), Path.Combine(folder, "in"));
        Assert.Equal(["a.jpg", "b.jpg"], Qyran.Cli.PictureFiles.Stream([Path.Combine(folder, "in")], w => Assert.Fail(w.Text), default).Select(f => Path.GetFileName(f.Path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_is_told_and_the_rest_goes_on()
    {
        foreach (var name in (string[])["a", "b"]) File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "in", name)).FullName, "1.jpg"), []);
        List<Failure> told = [];
        List<string> found = [];
        foreach (var (_, name) in Qyran.Cli.PictureFiles.Stream([Path.Combine(folder, "in")], told.Add, default))
        {
            found.Add(name);
            // the other folder is known by now, and gone when its turn comes: not even root can list it
            Directory.Delete(Path.Combine(folder, "in", name == "a/1.jpg" ? "b" : "a"), recursive: true);
        }
        Assert.Single(found);
        Assert.Contains("can't read the folder", Assert.Single(told).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_very_many_names_takes_no_more_memory()
    {
        var many = Directory.CreateDirectory(Path.Combine(folder, "in")).FullName;
        for (var i = 0; i < 20_000; i++) File.WriteAllBytes(Path.Combine(many, $"{i}.jpg"), []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(20_000, Qyran.Cli.PictureFiles.Stream([many], _ => { }, default).Count());
        var first = GC.GetAllocatedBytesForCurrentThread() - before;
        // names come one by one: what is allocated for each is let go at once, and the first is there before the last is known
        using var names = Qyran.Cli.PictureFiles.Stream([many], _ => { }, default).GetEnumerator();
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(names.MoveNext());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, first / 20);
    }

    [Theory]
    [InlineData(66, "no picture or folder", "{none}")]
    [InlineData(64, "--threshold", "{folder}", "--threshold", "7")]
    [InlineData(66, "there are no pictures", "{folder}")]
    public void What_cannot_be_done_is_said_in_one_line(int code, string words, params string[] arguments)
    {
        var ended = QyranProcess.RunShipped(["plates", .. arguments.Select(a => a.Replace("{none}", folder + "/none", StringComparison.Ordinal).Replace("{folder}", folder, StringComparison.Ordinal))]);
        Assert.Equal(code, ended.Code);
        Assert.Contains(words, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>A PNG whose head promises 20000 × 20000 pixels.</summary>
    internal static byte[] HugePng()
    {
        var head = new byte[8 + 25];
        byte[] signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        signature.CopyTo(head, 0);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), 13);
        "IHDR"u8.CopyTo(head.AsSpan(12));
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(16), 20_000);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(20), 20_000);
        (head[24], head[25]) = (8, 0);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(29), Crc(head.AsSpan(12, 17)));
        return [.. head, 0, 0, 0, 0, .. "IDAT"u8, 0x35, 0xAF, 0x06, 0x1E]; // the checksum of an empty IDAT
    }

    /// <summary>A chunk of a PNG.</summary>
    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] bytes)
    {
        var chunk = new byte[12 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, bytes.Length);
        name.CopyTo(chunk.AsSpan(4));
        bytes.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + bytes.Length), Crc(chunk.AsSpan(4, 4 + bytes.Length)));
        return chunk;
    }

    /// <summary>An EXIF segment of a JPEG that says nothing but how the picture lies.</summary>
    private static byte[] Turned(byte orientation) =>
        [0xFF, 0xE1, 0, 34, .. "Exif"u8, 0, 0, .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    private string Save(string name, Mat picture)
    {
        var path = Path.Combine(folder, "in", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (picture) Cv2.ImWrite(path, picture);
        return path;
    }
}
