using Qyran.Domain.Plates;

namespace Qyran.Storage.Search;

/// <summary>A stored plate that fits a pattern.</summary>
internal readonly record struct FoundPlate(int No, PlateMatch Match);
