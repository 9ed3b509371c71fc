using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Qyran.Cli;

/// <summary><c>qyran doctor</c>: what is missing on this machine and what to do about it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check what this machine lacks and say what to do.");
        command.SetAction(_ => Check());
        return command;
    }

    private static int Check()
    {
        var sound = true;
        Say("program", Line.FileAnalysis.Version, true);
        Say("runtime", RuntimeInformation.FrameworkDescription, true);
        foreach (var tool in (string[])["ffmpeg", "ffprobe"])
        {
            var version = FirstLine(tool, "-version");
            Say(tool, version is null ? "missing: apt-get install ffmpeg" : IsTooOld(version) ? $"{version}: too old, 5.1 or newer is needed" : version,
                version is not null && !IsTooOld(version));
        }
        var native = NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, "libOpenCvSharpExtern.so"), out _)
            || NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, "runtimes/linux-x64/native/libOpenCvSharpExtern.so"), out _);
        Say("OpenCV", native ? "loads" : "does not load: apt-get install libgtk-3-0", native);
        Say("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), true);
        return sound ? 0 : 1;

        void Say(string what, string found, bool fine)
        {
            sound &= fine;
            Console.WriteLine($"{(fine ? "ok  " : "LACK")}  {what,-8} {found}");
        }
    }

    /// <summary>Frames are asked for with options that came with ffmpeg 5.1. A version that is not a number (a build of one's own) is taken for new.</summary>
    internal static bool IsTooOld(string versionLine) =>
        versionLine.Split(' ') is [_, "version", var v, ..] && v.Split('.', '-') is [var major, var minor, ..]
        && int.TryParse(major, CultureInfo.InvariantCulture, out var a) && int.TryParse(minor, CultureInfo.InvariantCulture, out var b) && (a, b).CompareTo((5, 1)) < 0;

    private static string? FirstLine(string tool, string option)
    {
        try
        {
            using var run = Process.Start(new ProcessStartInfo(tool) { ArgumentList = { option }, RedirectStandardOutput = true });
            return run?.StandardOutput.ReadLine();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
