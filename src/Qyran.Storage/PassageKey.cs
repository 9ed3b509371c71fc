namespace Qyran.Storage;

/// <summary>
/// One number that is a passage's place in time and its identity: first seen in µs × 1024 + a slot. Rows lie in the order of time, every index
/// that ends in the key is an index by time too, and a page of a search ends at one number.
/// </summary>
internal static class PassageKey
{
    public const int Slots = 1024;

    /// <summary>The last instant that fits, in the year 2255.</summary>
    public const long LastUs = long.MaxValue / Slots - 1;

    /// <summary>The least key of an instant; clamped to what can be stored, so any time may be asked for.</summary>
    public static long From(long us) => Math.Clamp(us, 0, LastUs) * Slots;

    public static long Us(long key) => key / Slots;

    /// <summary>Where a passage is put first: always the same for the same id, so that storing it twice meets itself.</summary>
    public static int Slot(string id)
    {
        var hash = 2166136261u; // FNV-1a
        foreach (var c in id) hash = (hash ^ c) * 16777619u;
        return (int)((hash ^ (hash >> 10) ^ (hash >> 20)) % Slots);
    }

    /// <summary>The slot to try after another, round and round.</summary>
    public static long Next(long key) => key / Slots * Slots + (key + 1) % Slots;
}
