using OpenCvSharp;
using Qyran.Simulator;

namespace Qyran.Tests.Vision.Plates;

/// <summary>Pictures with plates of our own drawing on them.</summary>
internal static class MadePlates
{
    /// <summary>The plate alone, edge to edge.</summary>
    public static Mat Face(string country, string text, int width, bool twoRows = false)
    {
        var plate = PlatePicture.Draw(new PlateText(country, text, twoRows));
        var bytes = new byte[plate.Width * plate.Height];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)((plate.Rgb[3 * i] * 0.3) + (plate.Rgb[(3 * i) + 1] * 0.59) + (plate.Rgb[(3 * i) + 2] * 0.11));
        using var face = Mat.FromPixelData(plate.Height, plate.Width, MatType.CV_8UC1, bytes);
        var small = new Mat();
        Cv2.Resize(face, small, new Size(width, plate.Height * width / plate.Width), 0, 0, InterpolationFlags.Area);
        return small;
    }

    /// <summary>A grey picture with one plate on a darker body, turned a little.</summary>
    /// <param name="width">Of the plate, px.</param>
    public static Mat On(string country, string text, int width, int pictureWidth = 640, int pictureHeight = 400, bool twoRows = false)
    {
        using var small = Face(country, text, width, twoRows);
        var picture = new Mat(pictureHeight, pictureWidth, MatType.CV_8UC1, new Scalar(150));
        Cv2.Rectangle(picture, new Rect(pictureWidth / 5, pictureHeight / 6, pictureWidth * 3 / 5, pictureHeight * 4 / 5), new Scalar(70), -1);
        Cv2.Rectangle(picture, new Rect(pictureWidth / 4, pictureHeight / 5, pictureWidth / 2, pictureHeight / 4), new Scalar(40), -1);
        using (var place = picture[new Rect((pictureWidth - small.Width) / 2, pictureHeight * 2 / 3, small.Width, small.Height)]) small.CopyTo(place);
        using var turn = Cv2.GetRotationMatrix2D(new Point2f(pictureWidth / 2f, pictureHeight / 2f), 2.5, 1);
        var turned = new Mat();
        Cv2.WarpAffine(picture, turned, turn, picture.Size(), InterpolationFlags.Linear, BorderTypes.Replicate);
        picture.Dispose();
        return turned;
    }
}
