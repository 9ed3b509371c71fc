using System.Text;
using Qyran.Domain.Detections;
using Qyran.Domain.Units;
using Qyran.Rules.Sections;

namespace Qyran.Tests.Rules.Sections;

public sealed class SectionFileTests
{
    private const string Good = """
        qyran_section: 1
        id: km12
        from: { camera: a, gate: in }
        to: { camera: b, gate: out }
        survey: "tape, 2026-11-01"
        valid_from: 2026-11-01T00:00:00+05:00
        offence: "KoAP RK art. 592"
        tolerance_kmh: 10
        parts:
          - length_m: 1200.5
            error_m: 0.4
            limits:
              - { kmh: 90, basis: "sign 3.24" }
              - { kmh: 70, basis: "general rule", classes: [truck, bus] }
        """;

    [Fact]
    public void A_section_is_read_in_whole_millimetres_and_with_its_settings()
    {
        var read = SectionFile.Read(Encoding.UTF8.GetBytes(Good), out var errors);
        Assert.True(read is not null, string.Join('\n', errors));
        Assert.Equal(("km12", "a", "b", "in", "out"), (read.Section.Id, read.Section.FromCamera, read.Section.ToCamera, read.FromGate, read.ToGate));
        var part = Assert.Single(read.Section.Parts);
        Assert.Equal([(1_200_500L, 400L, Speed.FromKmh(90)), (1_200_500L, 400L, Speed.FromKmh(70))], part.Select(p => (p.Millimetres, p.ErrorMillimetres, p.Limit)));
        Assert.Equal([RoadUser.Truck, RoadUser.Bus], part[1].Classes);
        Assert.Equal(Speed.FromKmh(10), AverageSpeedSettings.From(read.Rule).Tolerance);
        Assert.Equal(100_000, AverageSpeedSettings.From(read.Rule).ClockErrorUs); // not given: the default
        Assert.Equal(new DateTimeOffset(2026, 10, 31, 19, 0, 0, TimeSpan.Zero), read.Section.ValidFrom);
    }

    [Fact]
    public void What_is_finer_than_a_millimetre_counts_for_the_driver()
    {
        var fine = Good.Replace("1200.5", "1200.5009", StringComparison.Ordinal).Replace("error_m: 0.4", "error_m: 0.4001", StringComparison.Ordinal);
        var part = SectionFile.Read(Encoding.UTF8.GetBytes(fine), out _)!.Section.Parts[0][0];
        Assert.Equal((1_200_500L, 401L), (part.Millimetres, part.ErrorMillimetres));
    }

    [Theory]
    [InlineData("to: { camera: b, gate: out }", "to: { camera: a, gate: out }", "line 4, to: names the camera 'a' too")]
    [InlineData("id: km12", "idd: km12", "line 2, idd: is not known here")]
    [InlineData("tolerance_kmh: 10", "tolerance_kmh: 90", "line 8, tolerance_kmh: must be from 0 to 50")]
    [InlineData("kmh: 90", "kmh: 0", "kmh: must be from 1 to 300")]
    [InlineData("kmh: 90", "kmh: 0.0000001", "kmh: must be from 1 to 300")]
    [InlineData("kmh: 90", "kmh: 0.06", "kmh: must be from 1 to 300")]
    [InlineData("length_m: 1200.5", "length_m: -1", "length_m: must be from 0 to 500000 metres")]
    [InlineData("length_m: 1200.5", "length_m: .nan", "a number such as")]
    [InlineData("classes: [truck, bus]", "classes: [lorry]", "classes[0]")]
    [InlineData("qyran_section: 1", "qyran_section: 2", "this program reads version 1")]
    [InlineData("valid_from: 2026-11-01T00:00:00+05:00", "valid_from: 2026-11-01T00:00:00", "a time such as")]
    public void A_fault_names_its_line_and_what_to_do(string good, string bad, string expected)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        Assert.Null(SectionFile.Read(Encoding.UTF8.GetBytes(Good.Replace(good, bad, StringComparison.Ordinal)), out var errors));
        Assert.Contains(errors, e => e.ToString().Contains(expected, StringComparison.Ordinal));
    }
}
