using System.CommandLine;
using System.Globalization;
using Qyran.Evidence;

namespace Qyran.Cli;

/// <summary><c>qyran verify PACK.zip</c> or a folder of packs: offline, exit 0 sound, 1 altered, 2 not a pack.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var pack = new Argument<string>("PACK") { Description = "A pack (.zip), or a folder of packs: then their order and completeness are checked too." };
        var key = new Option<string?>("--key") { Description = "The device's public key (PEM) as known from elsewhere. Without it any key whose signature fits is accepted, and the answer says so." };
        var authority = new Option<string?>("--authority") { Description = "Root certificates (PEM) of the time-stamping authorities that count. Without it any sound time stamp is told, and that nobody checked whose it is." };
        var command = new Command("verify", """
            Check evidence offline: every byte, the signature, and for a folder the chain from pack to pack.
            Exit code: 0 sound, 1 altered (names each file and what is wrong), 2 not a pack.

            Examples:
              qyran verify results/evidence/p000012-red-light.zip
              qyran verify results/evidence --key device.pub.pem --authority timestamp-root.pem
            """)
        { pack, key, authority };
        command.SetAction(parsed => Run(parsed.GetValue(pack)!, parsed.GetValue(key), parsed.GetValue(authority)));
        return command;
    }

    private static int Run(string path, string? keyPath, string? authorityPath)
    {
        TrustedKey? trusted = null;
        if (keyPath is not null && (trusted = TrustedKey.ImportPublic(keyPath, out var failure)) is null) return Exit.Say(failure!);
        TrustedAuthorities? authorities = null;
        if (authorityPath is not null && (authorities = TrustedAuthorities.Import(authorityPath, out var unread)) is null) return Exit.Say(unread!);
        var options = new VerifyOptions(trusted) { Authorities = authorities };
        return Directory.Exists(path) ? Folder(path, options) : Pack(path, options);
    }

    private static int Pack(string path, VerifyOptions options)
    {
        // a pack that lies in its folder is held against the chain there as well
        var chain = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ChainFile.Name);
        var link = File.Exists(chain) && ChainFile.Read(chain, out _) is { } links
            ? links.FirstOrDefault(l => l.CaseId == Path.GetFileNameWithoutExtension(path)) : null;
        var report = PackVerifier.Verify(path, options with { Chain = link });
        Say(report, link is not null);
        return (int)report.State;
    }

    private static int Folder(string path, VerifyOptions options)
    {
        var report = PackVerifier.VerifyChain(path, options);
        foreach (var pack in report.Packs) Say(pack, inChain: true);
        foreach (var finding in report.Findings) Console.Error.WriteLine($"  {finding}");
        foreach (var note in report.Notes) Console.WriteLine($"  note: {note}");
        Console.WriteLine($"{Word(report.State)}: {report.Packs.Length} packs in {path}{(report.State == PackState.Sound ? ", in the order they were written, none missing" : "")}");
        return (int)report.State;
    }

    private static void Say(VerifyReport report, bool inChain)
    {
        var name = Path.GetFileName(report.Path);
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
            $"  case {m.CaseId}, device {m.DeviceId}, made {m.CreatedAtUtc.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {m.Software}"));
        if (report.Stamp is { } stamp)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  signed before {stamp.AtUtc.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: time stamp by {stamp.Authority}{(stamp.IsTrusted ? ", a trusted authority" : " (give --authority to check whose that is)")}"));
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
