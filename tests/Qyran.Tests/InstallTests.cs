using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Qyran.Tests;

/// <summary>What our native libraries are linked against is installed by the script, or is on every machine that runs .NET; and the script may be called by a link.</summary>
public sealed class InstallTests
{
    /// <summary>The C and C++ run-time, which .NET itself needs; and what libgtk-3-0 brings along.</summary>
    private static readonly string[] There =
    [
        "libc.so", "libm.so", "libdl.so", "librt.so", "libpthread.so", "ld-linux", "libstdc++.so", "libgcc_s.so",
        "libgdk-3", "libpango", "libatk-1", "libcairo", "libgdk_pixbuf", "libgio-2", "libgobject-2", "libglib-2", "libfreetype", "libharfbuzz", "libdrm", "libX11",
    ];

    [Fact]
    public void A_minimal_machine_gets_every_library_ours_are_linked_against()
    {
        var script = File.ReadAllText(Path.Combine(Material.Project, "qyran"));
        var libraries = Directory.GetFiles(AppContext.BaseDirectory, "*.so");
        Assert.Contains(libraries, l => l.EndsWith("libOpenCvSharpExtern.so", StringComparison.Ordinal));
        var lacking = libraries.SelectMany(l => Needed(File.ReadAllBytes(l)).Select(n => (Library: Path.GetFileName(l), Needs: n)))
            .Where(n => !There.Any(t => n.Needs.StartsWith(t, StringComparison.Ordinal)) && !script.Contains($"need {n.Needs} ", StringComparison.Ordinal));
        Assert.Empty(lacking);
    }

    [Fact]
    public void The_script_finds_its_program_when_it_is_called_by_a_link()
    {
        const string program = "artifacts/bin/Qyran.Cli/release_linux-x64/qyran.dll";
        var folder = Directory.CreateTempSubdirectory("qyran-link-").FullName;
        try
        {
            var (house, bin) = (Path.Combine(folder, "house"), Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(house, program))!);
            foreach (var built in (string[])[program, "artifacts/built"]) File.WriteAllText(Path.Combine(house, built), "");
            File.Copy(Path.Combine(Material.Project, "qyran"), Path.Combine(house, "qyran"));
            File.CreateSymbolicLink(Path.Combine(bin, "qyran"), "../house/qyran");
            File.CreateSymbolicLink(Path.Combine(bin, "dotnet"), "/bin/echo"); // says what it was to run
            var start = new ProcessStartInfo("bash") { ArgumentList = { Path.Combine(bin, "qyran"), "doctor" }, RedirectStandardOutput = true };
            start.Environment["PATH"] = $"{bin}:{start.Environment["PATH"]}";
            using var script = Process.Start(start)!;
            Assert.EndsWith($"/house/{program} doctor\n", script.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The DT_NEEDED entries of a 64-bit little-endian ELF file.</summary>
    private static List<string> Needed(byte[] elf)
    {
        long At(long place) => BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)place));
        int Small(long place) => BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan((int)place));
        var (sections, size, count) = (At(0x28), BinaryPrimitives.ReadInt16LittleEndian(elf.AsSpan(0x3A)), BinaryPrimitives.ReadInt16LittleEndian(elf.AsSpan(0x3C)));
        List<string> names = [];
        for (var i = 0; i < count; i++)
        {
            var section = sections + (i * size);
            if (Small(section + 4) != 6) continue; // SHT_DYNAMIC
            var (from, length, strings) = (At(section + 0x18), At(section + 0x20), At(sections + (Small(section + 0x28) * size) + 0x18));
            for (var entry = from; entry < from + length; entry += 16)
            {
                if (At(entry) != 1) continue; // DT_NEEDED
                var text = elf.AsSpan((int)(strings + At(entry + 8)));
                names.Add(Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]));
            }
        }
        return names;
    }
}
