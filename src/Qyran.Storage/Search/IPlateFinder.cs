using Qyran.Domain.Plates;

namespace Qyran.Storage.Search;

/// <summary>
/// Looks among the distinct plates, of which there are far fewer than passages. Finds every plate that fits, never only the likely ones.
/// </summary>
internal interface IPlateFinder
{
    /// <param name="most">So many at most are wanted.</param>
    Task<FoundPlates> Find(PlatePattern pattern, int most, CancellationToken stop);
}
