using Qyran.Domain.Failures;

namespace Qyran.Storage;

/// <summary>
/// The database or its disk did not do what was asked: full, gone, damaged. Nothing of the failed call is kept unless the database had already
/// confirmed it when the answer was lost; adding the same rows again is always safe.
/// </summary>
public sealed class StoreException(Failure failure, Exception? inner = null) : Exception(failure.Text, inner)
{
    public Failure Failure { get; } = failure;
}
