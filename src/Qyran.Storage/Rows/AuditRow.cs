using Qyran.Domain.Audit;

namespace Qyran.Storage.Rows;

/// <summary>A line of the audit log with its hash as it was stored.</summary>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record AuditRow(AuditEntry Entry, string Sha256);
