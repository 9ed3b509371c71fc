using System.CommandLine;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Server.Audit;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Cli;

/// <summary><c>qyran check audit DATA</c>: the audit log's chain and its signed ends. Exit 0 sound, 1 altered, 2 not a data folder.</summary>
internal static class CheckAuditCommand
{
    private const int MostListed = 50;

    public static Command Create()
    {
        var data = new Argument<string>("DATA") { Description = "The data folder of a server." };
        var database = new Option<string?>("--database") { Description = "postgres://user:password@host:port/name where the rows are not in the folder's own database. A password may stand in PGPASSWORD instead." };
        var key = new Option<string?>("--key") { Description = "The device's public key (PEM): only ends signed by it count." };
        var heads = new Option<string?>("--heads") { Description = "A copy of DATA/audit/heads.jsonl that was kept on another machine: the log is held against it too." };
        var command = new Command("audit", """
            Check the audit log: every line's hash, that each line continues the one before, and that the end is not before the newest signed end.
            Who holds the machine can cut the log and sign its new end; a copy of the signed ends kept elsewhere (--heads) shows it.
            Changes no line and no file; may run beside a working server. A database of an earlier version is brought up to date first.
            Exit code: 0 sound, 1 altered (where), 2 not a data folder.

            Examples:
              qyran check audit /var/lib/qyran
              qyran check audit /var/lib/qyran --database postgres://qyran@db/qyran --key device.pub.pem
              qyran check audit /var/lib/qyran --heads copied-in-march.jsonl
            """)
        { data, database, key, heads };
        command.SetAction((parsed, stop) => Run(parsed.GetValue(data)!, parsed.GetValue(database), parsed.GetValue(key), parsed.GetValue(heads), stop));
        return command;
    }

    private static async Task<int> Run(string data, string? database, string? key, string? heads, CancellationToken stop)
    {
        TrustedKey? trusted = null;
        Failure? failure = null;
        if (key is not null && (trusted = TrustedKey.ImportPublic(key, out failure)) is null) return Exit.Say(failure!);
        (var store, failure) = await CheckCommand.Open(data, database, stop);
        if (store is null) return CheckCommand.NotOpened(failure!, database);
        await using var open = store;
        try
        {
            var report = await AuditHeads.Check(store, DataFolder.AsItIs(data), trusted, heads, stop);
            foreach (var finding in report.Findings.Take(MostListed)) Console.WriteLine($"  {finding}");
            if (report.Findings.Length > MostListed) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  … and {report.Findings.Length - MostListed} more"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                {(report.Findings.IsEmpty ? "sound" : $"NOT SOUND, {report.Findings.Length} findings")}: the audit log of {data}
                  {report.Lines} lines, the last with hash {report.Last}
                  signed up to line {report.SignedUntil ?? 0}{(report.KeyId is null ? "" : $" by key {report.KeyId}")}{(report.Copied == 0 ? "" : $", held against the {report.Copied} signed ends of {heads} too")}
                """));
            return report.Findings.IsEmpty ? 0 : 1;
        }
        catch (StoreException e)
        {
            return Exit.Say(e.Failure);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Exit.Say(new(FailureKind.Cancelled, "stopped before the check was done"));
        }
    }
}
