using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Storage;
using Qyran.Storage.Files;
using Spectre.Console;

namespace Qyran.Cli;

/// <summary><c>qyran check DATA</c>: rows against files against hashes. Exit 0 sound, 1 something is wrong, 2 not a data folder.</summary>
internal static class CheckCommand
{
    private const int MostListed = 50;

    private const int NotADataFolder = 2;

    public static Command Create()
    {
        var data = new Argument<string>("DATA") { Description = "The data folder of a server: evidence, recordings and, unless --database says otherwise, its database." };
        var level = new Option<string>("--level") { Description = "presence (every row has its file and the other way round), size, or hash (reads everything).", DefaultValueFactory = _ => "size" };
        var database = new Option<string?>("--database") { Description = "postgres://user:password@host:port/name where the rows are not in the folder's own database. A password may stand in PGPASSWORD instead." };
        level.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "presence", "size", "hash");
        var command = new Command("check", """
            Check stored evidence and recordings: every row has its file, every file its row, of the length and hash it was stored with.
            Changes no row and no file; may run beside a working server. A database of an earlier version is brought up to date first.
            Exit code: 0 sound, 1 something is wrong (named), 2 not a data folder.

            Examples:
              qyran check /var/lib/qyran
              qyran check /var/lib/qyran --level hash
              qyran check audit /var/lib/qyran
            """)
        { data, level, database, CheckAuditCommand.Create() };
        command.SetAction((parsed, stop) => Run(parsed.GetValue(data)!, Enum.Parse<CheckLevel>(parsed.GetValue(level)!, ignoreCase: true), parsed.GetValue(database), stop));
        return command;
    }

    private static async Task<int> Run(string path, CheckLevel level, string? address, CancellationToken stop)
    {
        var folder = DataFolder.AsItIs(path);
        var (store, failure) = await Open(path, address, stop);
        if (store is null) return NotOpened(failure!, address);
        await using var open = store;
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var line = new StatusLine();
            var report = await FolderCheck.Run(store, folder, level, TimeProvider.System, now => Show(line, now), stop);
            line.Dispose();
            Print(report, path, Stopwatch.GetElapsedTime(began));
            return report.Sound ? 0 : 1;
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

    /// <summary>Says why there is no database. Only a folder that holds none is "not a data folder"; a database that does not answer has its own code.</summary>
    internal static int NotOpened(Failure failure, string? address)
    {
        var code = Exit.Say(failure);
        return failure.Kind == FailureKind.NotFound && address is null ? NotADataFolder : code;
    }

    /// <summary>The database of a data folder that is there already.</summary>
    internal static async Task<(Store?, Failure?)> Open(string path, string? address, CancellationToken stop)
    {
        var folder = DataFolder.AsItIs(path);
        if (!Directory.Exists(folder.Root) || (address is null && !File.Exists(folder.Database)))
            return (null, new(FailureKind.NotFound, $"{path} is not a data folder: {(Directory.Exists(folder.Root) ? "it holds no qyran.db (give --database for PostgreSQL)" : "there is no such folder")}"));
        return address is null ? await Store.OpenSqlite(folder.Database, TimeProvider.System, stop) : await Store.OpenPostgres(address, TimeProvider.System, stop);
    }

    private static void Print(CheckReport report, string path, TimeSpan took)
    {
        if (!report.Sound)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
            if (Console.IsOutputRedirected) console.Profile.Width = 200;
            var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Rounded };
            table.AddColumns("finding", "where", "what");
            foreach (var finding in report.Findings.Take(MostListed)) table.AddRow(Word(finding.Kind), Markup.Escape(finding.Path), Markup.Escape(finding.What));
            console.Write(table);
            if (report.Findings.Length > MostListed) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {report.Findings.Length - MostListed} more"));
        }
        var s = took.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {(report.Sound ? "sound" : $"NOT SOUND, {report.Findings.Length} findings")}: {path}, level {Words(report.Level)}
              {report.EvidenceRows} evidence files, {report.RecordingRows} recordings, {Size(report.Bytes)} by their rows{(report.Young > 0 ? $"; {report.Young} files younger than a minute have no row yet" : "")}
              took {s:0.0} s{(report.BytesRead > 0 && s > 0.05 ? $", read {Size(report.BytesRead)} at {Size((long)(report.BytesRead / s))}/s" : "")}
            """));
    }

    private static void Show(StatusLine line, CheckProgress now)
    {
        if (line.Due) line.Show(string.Create(CultureInfo.InvariantCulture, $"checking {now.Files}/{now.OfFiles} files{(now.Bytes > 0 ? $", {Size(now.Bytes)} of {Size(now.OfBytes)} read" : "")}"));
    }

    private static string Words(CheckLevel level) => level.ToString().ToLowerInvariant();

    private static string Word(CheckFindingKind kind) => kind switch
    {
        CheckFindingKind.Missing => "missing",
        CheckFindingKind.NoRow => "no row",
        CheckFindingKind.HalfWritten => "half-written",
        CheckFindingKind.Length => "wrong length",
        CheckFindingKind.Hash => "ALTERED",
        CheckFindingKind.Unreadable => "unreadable",
        CheckFindingKind.CaseWithoutEvidence => "case without evidence",
        CheckFindingKind.Database => "database",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a finding without a word"),
    };

    private static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };
}
