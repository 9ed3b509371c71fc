using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;
using Qyran.Tests.Measure.Calibration;

namespace Qyran.Tests.Measure.Speeds;

/// <summary>Boxes about whole bodies: the middle of the lower edge is no place of the body.</summary>
public class BoxShiftTests
{
    private const double Speed = 12;
    private static readonly SyntheticView View = new(1600, 14, 0, 8);
    private static readonly RoadCalibration Calibration = ((CalibrationOutcome.Solved)CalibrationSolver.Solve(
        View.Camera, null, View.Points(0.2, 0.01, () => 0, (-6, 20), (6, 20), (-10, 35), (10, 35), (-20, 60), (20, 60)))).Calibration;

    [Theory]
    [InlineData(30, 90, -0.025)] // across the picture
    [InlineData(50, 90, -0.017)]
    [InlineData(50, -90, -0.017)]
    [InlineData(45, 60, -0.03)] // aslant
    public void Who_crosses_the_picture_is_measured_as_fast_as_it_drives(double distance, double heading, double without)
    {
        var track = Crossing(distance, heading);
        Assert.InRange(Off(track, SpeedSettings.Default with { ClearanceM = 0 }), -0.002, 0.002);
        Assert.InRange(Off(track, SpeedSettings.Default), -0.005, 0.002); // nothing says that it is the tyres that are seen
        Assert.True(Off(track, SpeedSettings.Default with { BoxMiddle = false }) < without);
    }

    [Fact]
    public void Who_drives_at_the_camera_is_measured_as_before()
    {
        var track = new DrivenTrack(View, 20) { X = 3 }.Make();
        Assert.Equal(Measured(track, SpeedSettings.Default with { BoxMiddle = false }).RawMs, Measured(track, SpeedSettings.Default).RawMs, 1e-9);
        Assert.Equal(Measured(track, SpeedSettings.Default with { BoxMiddle = false }).CorrectionMs, Measured(track, SpeedSettings.Default).CorrectionMs, 0.03);
    }

    private static SpeedFit Measured(Track track, SpeedSettings settings) =>
        SpeedMeter.Measure(track, Calibration, [], TimeQuality.Exact, 0, settings) switch
        {
            SpeedOutcome.Measured m => m.Fit,
            SpeedOutcome.Refused r => throw new Xunit.Sdk.XunitException(r.Why),
            _ => throw new InvalidOperationException(),
        };

    private static double Off(Track track, SpeedSettings settings) => Measured(track, settings) is var m ? ((m.RawMs + m.CorrectionMs) / Speed) - 1 : 0;

    /// <summary>A car of 4.2 × 1.8 m, full as wide up to 0.8 m, whose tyres are its lowest points, in boxes that fit it exactly.</summary>
    private static Track Crossing(double distance, double headingDeg)
    {
        var (dx, dy) = (Math.Sin(headingDeg * Math.PI / 180), Math.Cos(headingDeg * Math.PI / 180));
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var frame = -32; frame <= 32; frame++)
        {
            var way = Speed * frame / 25.0;
            double left = double.MaxValue, right = 0, bottom = 0;
            for (var corner = 0; corner < 8; corner++)
            {
                double along = way + (((corner & 1) - 0.5) * 4.2), across = (((corner & 2) / 2) - 0.5) * 1.8, far = (corner & 4) == 0 ? 1 : View.Height / (View.Height - 0.8);
                var at = View.Pixel(((along * dx) - (across * dy)) * far, (distance + (along * dy) + (across * dx)) * far);
                (left, right, bottom) = (Math.Min(left, at.X), Math.Max(right, at.X), Math.Max(bottom, at.Y));
            }
            var box = new PixelBox(left, bottom - 40, right - left, 40);
            points.Add(new(frame + 32, new((frame + 32) * 40_000, null, null, TimeQuality.Exact), box, box, 1));
        }
        return new(1, RoadUser.Car, points.ToImmutable());
    }
}
