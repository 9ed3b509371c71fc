using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;

namespace Qyran.Line.Cases;

/// <summary>The calibration and the speed's fit as a pack tells them: for people and for anyone's own arithmetic. A replay solves it anew from the scene file.</summary>
internal static class CalibrationJson
{
    public static string Write(RoadCalibration calibration, SpeedFit? fit) => PackDescription.Text(json =>
    {
        json.WriteString("id", calibration.Id);
        json.WriteString("basis", calibration.Basis);
        if (calibration.ValidUntil is { } until) json.WriteString("valid_until", Outputs.PassageJson.Iso(until));
        json.WriteStartArray("undistorted_pixel_to_road_m");
        foreach (var h in calibration.ToRoad.Rows()) json.WriteNumberValue(h);
        json.WriteEndArray();
        json.WriteNumber("chi_squared", calibration.ChiSquared);
        json.WriteNumber("degrees_of_freedom", calibration.DegreesOfFreedom);
        json.WriteStartArray("residuals");
        foreach (var r in calibration.Residuals)
        {
            json.WriteStartObject();
            json.WriteString("of", r.Of);
            json.WriteNumber("value", r.Value);
            json.WriteString("unit", r.Unit);
            json.WriteNumber("sigmas", r.Sigmas);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (fit is null) return;
        json.WriteStartObject("speed_fit");
        json.WriteNumber("raw_ms", fit.RawMs);
        json.WriteNumber("correction_ms", fit.CorrectionMs);
        json.WriteNumber("base_m", fit.BaseM);
        json.WriteNumber("standard_ms", fit.StandardMs);
        json.WriteNumber("coverage_factor", fit.Coverage);
        json.WriteNumber("two_photo_ms", fit.TwoPhotoMs);
        json.WriteStartObject("budget_standard_ms");
        foreach (var part in fit.Budget) json.WriteNumber(part.Name, part.StandardMs);
        json.WriteEndObject();
        json.WriteStartArray("positions");
        for (var i = 0; i < fit.TimesUs.Length; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("at_us", fit.TimesUs[i]);
            json.WriteNumber("x_m", fit.Roads[i].X);
            json.WriteNumber("y_m", fit.Roads[i].Y);
            json.WriteNumber("residual_m", fit.ResidualsM[i]);
            json.WriteNumber("weight", fit.Weights[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
