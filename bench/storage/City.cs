using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Passages;
using Qyran.Domain.Units;
using Qyran.Storage.Rows;

namespace Qyran.StorageBench;

/// <summary>
/// Made traffic of a city over a year: 200 cameras at 80 sites, Kazakh plates, some cars seen daily and most rarely, three readings of a hundred wrong in a
/// sign. The same number gives the same city.
/// </summary>
internal sealed class City(int passages, int seed = 1)
{
    public const int Cameras = 200, Sites = 80;
    public const long StartUs = 1_735_689_600_000_000; // 2025-01-01
    public const long YearUs = 365L * 24 * 3600 * 1_000_000;
    private const string Letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
    private readonly int vehicles = Math.Max(100, passages / 5);

    public IEnumerable<PassageEntry> All()
    {
        var dice = new Random(seed);
        for (var i = 0; i < passages; i++)
        {
            var at = StartUs + (long)(YearUs * ((double)i / passages)) + dice.Next(1000);
            var camera = dice.Next(Cameras);
            var u = dice.NextDouble();
            var plate = dice.Next(20) == 0 ? null : PlateOf((int)(u * u * u * vehicles));
            if (plate is not null && dice.Next(100) < 3) plate = Misread(plate, dice);
            var kmh = Math.Clamp(55 + 13 * Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble()), 3, 199);
            yield return new PassageEntry(new PassageRow($"c{camera}-{i:x8}", $"c{camera}", $"s{camera % Sites}", at, at + 2_500_000, dice.Next(12) == 0 ? RoadUser.Truck : RoadUser.Car, i % 100_000, "2", "along",
                plate is null ? null : new PlateRow(plate, "KZ", 0.9), new SpeedReading(Speed.FromKmh((decimal)Math.Round(kmh, 3)), Speed.FromKmh(1.4m), "cal-1"), null, []) { Trail = Ways[i % 4] });
        }
    }

    /// <summary>Four lanes over the picture's height: 25 points, 50 bytes each.</summary>
    private static readonly ImmutableArray<byte>[] Ways =
        [.. Enumerable.Range(0, 4).Select(lane => Enumerable.Range(0, 25).SelectMany(i => new[] { (byte)(100 + (lane * 15) + ((lane - 2) * 3 * i)), (byte)(10 * i) }).ToImmutableArray())];

    /// <summary>The plate of a vehicle, spread over all numbers and letters.</summary>
    public static string PlateOf(int vehicle)
    {
        var x = (ulong)(vehicle + 1) * 0x9E3779B97F4A7C15 >> 16;
        string text = (x % 1000).ToString("000", System.Globalization.CultureInfo.InvariantCulture);
        x /= 1000;
        for (var i = 0; i < 3; i++, x /= 25) text += Letters[(int)(x % 25)];
        return text + (x % 20 + 1).ToString("00", System.Globalization.CultureInfo.InvariantCulture);
    }

    public static string Misread(string plate, Random dice)
    {
        var at = dice.Next(plate.Length);
        return plate[..at] + (char.IsDigit(plate[at]) ? (char)('0' + dice.Next(10)) : Letters[dice.Next(25)]) + plate[(at + 1)..];
    }
}
