using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>Has somebody else vouch for when a pack was signed. Any thread.</summary>
public interface ITimeStamper
{
    /// <summary>The token over the bytes of a pack's <c>signature.json</c>, as it goes into the pack; null with the reason when there is none.</summary>
    byte[]? Stamp(ReadOnlyMemory<byte> signature, out Failure? failure);
}
