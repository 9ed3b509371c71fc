using System.CommandLine;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Evidence;

namespace Qyran.Cli;

/// <summary><c>qyran verify PACK.zip</c> or a folder of packs: offline, exit 0 sound, 1 altered, 2 not a pack.</summary>
internal static class VerifyCommand
{
    /// <summary>A name's, in a line of the answer.</summary>
    private const int Longest = 100;

    /// <summary>It ends with until when it holds, which must not be cut off.</summary>
    private const int LongestVerification = 500;

    /// <summary>So many folders are named where the one that was given holds no packs itself.</summary>
    private const int MostBelow = 3;

    public static Command Create()
    {
        var pack = new Argument<string>("PACK") { Description = "A pack (.zip), or a folder of packs: then their order and completeness are checked too." };
        var key = new Option<string[]>("--key") { Description = "The device's public key (PEM) as known from elsewhere; given once for each where the device was given a new one. Without it any key whose signature fits is accepted, and the answer says so." };
        var authority = new Option<string?>("--authority") { Description = "Root certificates (PEM) of the time-stamping authorities that count. A pack without a stamp is told too. Without it any sound time stamp is told, and that nobody checked whose it is." };
        var command = new Command("verify", """
            Check evidence offline: every byte, the signature, and for a folder the chain from pack to pack.
            Exit code: 0 sound, 1 altered (names each file and what is wrong), 2 not a pack.

            Examples:
              qyran verify results/evidence/p000012-red-light.zip
              qyran verify results/evidence --key device.pub.pem --authority timestamp-root.pem
            """)
        { pack, key, authority };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(pack)!, parsed.GetValue(key) ?? [], parsed.GetValue(authority), stop)));
        return command;
    }

    private static int Run(string path, string[] keyPaths, string? authorityPath, CancellationToken stop)
    {
        var trusted = new List<TrustedKey>();
        foreach (var keyPath in keyPaths)
        {
            if (TrustedKey.ImportPublic(keyPath, out var failure) is not { } key) return Exit.Say(failure!);
            trusted.Add(key);
        }
        TrustedAuthorities? authorities = null;
        if (authorityPath is not null && (authorities = TrustedAuthorities.Import(authorityPath, out var unread)) is null) return Exit.Say(unread!);
        var options = new VerifyOptions(trusted) { Authorities = authorities, Stop = stop };
        try
        {
            return Directory.Exists(path) ? Folder(path, options) : Pack(path, options);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Exit.Say(new(FailureKind.Cancelled, $"stopped; nothing is said of {path}"));
        }
    }

    private static int Pack(string path, VerifyOptions options)
    {
        var (link, note) = Place(path);
        var report = PackVerifier.Verify(path, options with { Chain = link });
        Say(report, inChain: link is not null, unstamped: options.Authorities is not null);
        if (note is not null && report.State != PackState.NotAPack) Console.WriteLine($"  note: {note}");
        return (int)report.State;
    }

    /// <summary>A pack that lies in its folder is held against the chain there as well; where that cannot be done, the note says so.</summary>
    private static (ChainLink? Link, string? Note) Place(string path)
    {
        var chain = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ChainFile.Name);
        if (!File.Exists(chain)) return (null, null);
        try
        {
            var link = ChainFile.Find(chain, Path.GetFileNameWithoutExtension(path), out var fault);
            return (link, fault is not null ? $"its place is not checked: {ChainFile.Name} beside it: {fault}"
                : link is null ? $"its place is not checked: {ChainFile.Name} beside it does not name it" : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"its place is not checked: {ChainFile.Name} beside it cannot be read: {e.Message}");
        }
    }

    private static int Folder(string path, VerifyOptions options)
    {
        var report = PackVerifier.VerifyChain(path, options);
        // a stamp vouches for the packs before it, too; the notes say by which
        var stamped = report.Packs.Where(p => p is { State: PackState.Sound, Stamp: not null }).Select(p => p.Manifest!.Sequence).DefaultIfEmpty(0).Max();
        foreach (var pack in report.Packs) Say(pack, inChain: true, unstamped: options.Authorities is not null && pack.Manifest?.Sequence > stamped);
        foreach (var finding in report.Findings) Console.Error.WriteLine($"  {finding}");
        foreach (var note in report.Notes) Console.WriteLine($"  note: {note}");
        if (report.State == PackState.NotAPack && Below(path) is { Length: > 0 } below)
            Console.Error.WriteLine($"  its packs are in {Finding.OneLine(string.Join(", ", below.Take(MostBelow)))}{(below.Length > MostBelow ? " …" : "")}");
        Console.WriteLine($"{Word(report.State)}: {report.Packs.Length} packs in {path}{(report.State == PackState.Sound ? ", in the order they were written, none missing" : "")}");
        return (int)report.State;
    }

    /// <summary>The folders of packs in the results of an analysis (evidence) or in a server's data (evidence and in it one for each camera).</summary>
    private static string[] Below(string path)
    {
        var evidence = Path.Combine(path, "evidence");
        var at = Directory.Exists(evidence) ? evidence : path;
        // with these options what may not be read is passed over
        return [.. Directory.GetDirectories(at, "*", new EnumerationOptions()).Prepend(at).Where(f => File.Exists(Path.Combine(f, ChainFile.Name))).Order(StringComparer.Ordinal)];
    }

    /// <param name="unstamped">Whether a pack without a time stamp is told to be one: who names authorities relies on stamps, and one taken out leaves no trace.</param>
    private static void Say(VerifyReport report, bool inChain, bool unstamped)
    {
        var name = Finding.OneLine(Path.GetFileName(report.Path));
        if (report.State != PackState.Sound)
        {
            Console.Error.WriteLine($"{Word(report.State)}: {name}");
            foreach (var finding in report.Findings) Console.Error.WriteLine($"  {finding}");
            return;
        }
        var m = report.Manifest!;
        var whose = report.KeyIsTrusted ? "the trusted key" : $"key {report.KeyId![..16]}… (give --key to check whose that is)";
        Console.WriteLine($"sound: {name}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  case {Finding.OneLine(m.CaseId, Longest)}, device {Finding.OneLine(m.DeviceId, Longest)}, made {m.CreatedAtUtc.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {Finding.OneLine(m.Software, Longest)}"));
        Console.WriteLine(m.DeviceVerification is { } verification ? $"  device verification: {Finding.OneLine(verification, LongestVerification)}" : "  no device verification is stated");
        if (report.Stamp is { } stamp)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  signed before {stamp.AtUtc.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: time stamp by {stamp.Authority}{(stamp.IsTrusted ? ", a trusted authority" : " (give --authority to check whose that is)")}"));
        else if (unstamped)
            Console.WriteLine("  bears no time stamp: when it was signed rests on the device's clock alone");
        if (report.ClockAhead is { } ahead)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  note: by the device's clock it was made after the time stamp: that clock was ahead by {Math.Floor(ahead.TotalSeconds):0} s at least"));
        Console.WriteLine($"  {m.Files.Length} files as signed by {whose}; pack number {m.Sequence}{(inChain ? " of its chain" : "")}");
    }

    private static string Word(PackState state) => state switch
    {
        PackState.Sound => "sound",
        PackState.Altered => "ALTERED",
        PackState.NotAPack => "not a pack",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "a state without a word"),
    };
}
