using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>One distinct place the survey touches: an end of lengths, a point, or both where they share a pixel.</summary>
/// <param name="ErrorPx">One standard deviation of the click, px.</param>
/// <param name="Point">Number of the survey point it is, or null.</param>
internal sealed record SurveyMark(RawPixel Image, double ErrorPx, int? Point)
{
    /// <summary>Collects the marks; ends of lengths and points at the same pixel (within 0.01 px) are one mark with one click error.</summary>
    public static (SurveyMark[] Marks, (int From, int To)[] Ends) Collect(Survey survey)
    {
        var marks = new List<SurveyMark>();
        for (var i = 0; i < survey.Points.Length; i++)
            marks.Add(new(survey.Points[i].Image, Math.Max(survey.Points[i].ImageErrorPx, LeastErrorPx), i));
        var ends = new (int, int)[survey.Lengths.Length];
        for (var i = 0; i < survey.Lengths.Length; i++)
        {
            var length = survey.Lengths[i];
            var error = Math.Max(length.ImageErrorPx, LeastErrorPx);
            ends[i] = (Find(marks, length.From, error), Find(marks, length.To, error));
        }
        return ([.. marks], ends);
    }

    /// <summary>Nobody clicks better than this; it also keeps a stated error of 0 from dividing by 0.</summary>
    private const double LeastErrorPx = 0.05;

    private static int Find(List<SurveyMark> marks, RawPixel at, double error)
    {
        for (var i = 0; i < marks.Count; i++)
            if (double.Hypot(marks[i].Image.X - at.X, marks[i].Image.Y - at.Y) < 0.01)
            {
                if (error < marks[i].ErrorPx) marks[i] = marks[i] with { ErrorPx = error };
                return i;
            }
        marks.Add(new(at, error, null));
        return marks.Count - 1;
    }
}
