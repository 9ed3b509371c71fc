namespace Qyran.Storage.Rows;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>To be tried, for the first time or again.</summary>
    Waiting,
    /// <summary>The receiver has confirmed it.</summary>
    Delivered,
    /// <summary>Given up after days; a person may have it sent again.</summary>
    Dead,
}
