using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Qyran.Tests.Cli;

namespace Qyran.Tests;

/// <summary>
/// What our native libraries are linked against is installed by the script, or is on every machine that runs .NET; the script may be called by a link, and builds what has changed.
/// </summary>
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

    [Fact]
    public void What_has_changed_is_built_however_old_it_is_and_nothing_else()
    {
        using var house = new House();
        void Runs(int builds)
        {
            var ended = QyranProcess.Run(house.Start("doctor"));
            Assert.True(ended.Code == 0, ended.Error);
            Assert.EndsWith("qyran.dll doctor\n", ended.Out, StringComparison.Ordinal);
            Assert.Equal(builds, house.Calls("dotnet").Length);
        }
        Runs(1);
        Runs(1);
        // as an archive unpacks it
        File.WriteAllText(house.Source, "a newer version");
        File.SetLastWriteTimeUtc(house.Source, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Runs(2);
        Runs(2);
        File.Delete(house.Source);
        Runs(3);
        Runs(3);
    }

    [Fact]
    public void Where_no_commit_names_a_build_what_it_is_built_of_does()
    {
        string Built(string text, bool git = false)
        {
            using var house = new House();
            File.WriteAllText(house.Source, text);
            if (git) Directory.CreateDirectory(Path.Combine(house.Bin, "../.git"));
            Assert.Equal(0, QyranProcess.Run(house.Start("doctor")).Code);
            return Assert.Single(house.Calls("dotnet"));
        }
        Assert.Matches(" -p:SourceRevisionId=[0-9a-f]{12}$", Built("a version"));
        Assert.Equal(Built("a version"), Built("a version"));
        Assert.NotEqual(Built("a version"), Built("b version"));
        Assert.DoesNotContain("SourceRevisionId", Built("a version", git: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_at_once_build_one_after_the_other()
    {
        using var house = new House("sleep 1");
        using var first = house.Start("serve");
        using var second = house.Start("analyze");
        foreach (var ended in (QyranProcess.Ended[])[QyranProcess.Run(first), QyranProcess.Run(second)]) Assert.True(ended.Code == 0, ended.Error);
        Assert.Single(house.Calls("dotnet"));
    }

    [Theory]
    [InlineData("exit 137", "(137)")]
    [InlineData("echo 'A compatible .NET SDK was not found.'; exit 145", "A compatible .NET SDK was not found.")]
    public void A_build_that_fails_without_a_word_of_error_is_told(string build, string says)
    {
        using var house = new House(build);
        var ended = QyranProcess.Run(house.Start("doctor"));
        Assert.Equal(1, ended.Code);
        Assert.Contains(says, ended.Error, StringComparison.Ordinal);
        Assert.Contains("artifacts/build.log", ended.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_asked_while_it_installs_through_sudo_either()
    {
        using var house = new House();
        // a machine with what every Debian has, but no ffmpeg; sudo drops what is set before it
        house.StandIn("id", "echo 1000");
        house.StandIn("sudo", """exec env -i PATH="$PATH" "$@" """);
        house.StandIn("apt-get", """echo "$* $DEBIAN_FRONTEND $NEEDRESTART_MODE" >>"$0.calls" """);
        foreach (var tool in (string[])["cmp", "dirname", "env", "find", "flock", "grep", "mkdir", "mktemp", "mv", "readlink", "rm", "sed", "sha256sum", "sort", "touch", "uname", "xargs"])
            File.CreateSymbolicLink(Path.Combine(house.Bin, tool), "/usr/bin/" + tool);
        var ended = QyranProcess.Run(house.Start(house.Bin, "doctor"));
        Assert.True(ended.Code == 0, ended.Error);
        var calls = house.Calls("apt-get");
        Assert.Equal(2, calls.Length);
        Assert.Contains(" ffmpeg ", calls[1], StringComparison.Ordinal);
        Assert.All(calls, c => Assert.EndsWith(" noninteractive l", c, StringComparison.Ordinal));
    }

    /// <summary>The script in a folder of its own with one source file, and stand-ins for what it calls. Builds are the calls of <c>dotnet</c>.</summary>
    private sealed class House : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("qyran-house-").FullName;

        /// <param name="build">What building does, in the shell's words.</param>
        public House(string build = "true")
        {
            foreach (var made in (string[])[Bin, Path.GetDirectoryName(Source)!]) Directory.CreateDirectory(made);
            File.WriteAllText(Source, "a version");
            File.Copy(Path.Combine(Material.Project, "qyran"), Path.Combine(folder, "qyran"));
            StandIn("dotnet", $"""
                case "$1" in
                  --version) ;;
                  build) echo "$*" >>"$0.calls"; {build}; mkdir -p artifacts/bin/Qyran.Cli/release_linux-x64; touch artifacts/bin/Qyran.Cli/release_linux-x64/qyran.dll ;;
                  *) echo "$*" ;;
                esac
                """);
        }

        public string Bin => Path.Combine(folder, "bin");

        public string Source => Path.Combine(folder, "src/a.cs");

        public void StandIn(string name, string text)
        {
            var path = Path.Combine(Bin, name);
            File.WriteAllText(path, $"#!/bin/bash\n{text}\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        /// <summary>What a stand-in was called with, a line each.</summary>
        public string[] Calls(string name) => File.ReadAllLines(Path.Combine(Bin, name + ".calls"));

        public Process Start(string command) => Start($"{Bin}:{Environment.GetEnvironmentVariable("PATH")}", command);

        public Process Start(string path, string command)
        {
            var start = new ProcessStartInfo("bash") { ArgumentList = { Path.Combine(folder, "qyran"), command }, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
            start.Environment["PATH"] = path;
            return Process.Start(start)!;
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
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
