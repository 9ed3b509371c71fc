using Qyran.Domain.Cases;
using Qyran.Domain.Passages;

namespace Qyran.Evidence;

/// <summary>What <c>case.json</c> holds.</summary>
internal sealed record CasePassage(Case Case, Passage Passage);
