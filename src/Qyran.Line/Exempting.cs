using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Passages;
using Qyran.Rules;
using Qyran.Rules.Exemptions;

namespace Qyran.Line;

/// <summary>From what the rules say to what is a case: the last step, for the plate is known only when everything else is.</summary>
public static class Exempting
{
    /// <summary>Reads a list; the failure says what to do.</summary>
    public static (ExemptionList? List, Failure? Failure) Open(string path)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > ExemptionFile.MostBytes })
                return (null, new(FailureKind.Invalid, $"'{path}' is too large to be a list of exemptions: it has more than {ExemptionFile.MostBytes} bytes"));
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new(FailureKind.NotFound, $"no list of exemptions '{path}'"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new(FailureKind.Unreadable, $"can't read the list of exemptions: {e.Message}"));
        }
        return ExemptionFile.Read(bytes, out var errors) is { } list ? (list, null)
            : (null, new(FailureKind.Invalid, $"list of exemptions '{path}', {errors[0]}{(errors.Length > 1 ? $" ({errors.Length - 1} more)" : "")}"));
    }

    /// <summary>The outcome with what its accepted plate is exempt from. Pure; a second time it changes nothing.</summary>
    public static TrackOutcome Judge(TrackOutcome outcome, ExemptionList list) => outcome.Passage is { Plate: { } plate } passage
        ? outcome with { Findings = [.. outcome.Findings.Select(f => list.Judge(f, plate.Text, At(f, passage)))] } : outcome;

    /// <summary>The instant of the offence; null where the hour is not known.</summary>
    private static DateTimeOffset? At(Finding finding, Passage passage) =>
        finding.Verdict is Verdict.Broken broken ? (passage.FirstSeen with { MediaUs = broken.AtUs }).Utc : null;
}
