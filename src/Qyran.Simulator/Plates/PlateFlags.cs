namespace Qyran.Simulator;

/// <summary>The small flags and emblems on plates, as a few blocks of colour: they are some pixels wide in the best of pictures.</summary>
internal static class PlateFlags
{
    public static void Draw(byte[] rgb, int stride, (double X, double Y, double Width, double Height, string Country) flag)
    {
        var (x0, y0, w, h, country) = flag;
        for (var y = 0; y < (int)h; y++)
            for (var x = 0; x < (int)w; x++)
            {
                var (r, g, b) = Colour(country, (x + 0.5) / w, (y + 0.5) / h, w / h);
                PlatePicture.Put(rgb, stride, (int)x0 + x, (int)y0 + y, r, g, b);
            }
    }

    private static (int, int, int) Colour(string country, double u, double v, double aspect)
    {
        var sun = double.Hypot((u - 0.5) * aspect, v - 0.5);
        return country switch
        {
            "BY" => v < 0.66 ? (200, 45, 50) : (20, 130, 70),
            "KZ" => sun < 0.24 || u < 0.07 ? (250, 205, 30) : (0, 160, 190),
            "RU" => v < 0.34 ? (240, 240, 240) : v < 0.67 ? (30, 60, 160) : (200, 30, 35),
            "UZ" => v < 0.32 ? (20, 150, 200) : v < 0.36 || v is > 0.64 and < 0.68 ? (200, 40, 40) : v < 0.64 ? (240, 240, 240) : (40, 150, 60),
            "KG" => sun < 0.26 ? (250, 215, 40) : (215, 30, 40),
            "TJ" => v < 0.3 ? (200, 30, 35) : v < 0.7 ? (240, 240, 240) : (20, 130, 60),
            "AM" => v < 0.34 ? (210, 30, 45) : v < 0.67 ? (30, 60, 160) : (240, 165, 30),
            "AZ" => sun < 0.13 ? (240, 240, 240) : v < 0.34 ? (0, 150, 200) : v < 0.67 ? (215, 35, 60) : (60, 155, 70),
            "BR" => sun < 0.22 ? (20, 50, 140) : Math.Abs(u - 0.5) + Math.Abs(v - 0.5) < 0.42 ? (250, 215, 40) : (20, 140, 70),
            "GE" => Math.Abs(u - 0.5) < 0.08 || Math.Abs(v - 0.5) < 0.11 ? (215, 30, 40) : (240, 240, 240),
            "MERCOSUR" => v < 0.7 ? (225, 230, 240) : (70, 160, 90),
            "MN" => u is < 0.22 or > 0.78 || v is < 0.3 or (> 0.5 and < 0.58) or (> 0.68 and < 0.76) or > 0.9 ? (190, 30, 40) : (236, 238, 236), // the Soyombo
            "TM" => u is > 0.12 and < 0.3 ? (170, 40, 50) : (20, 140, 80),
            _ => (20, 50, 140),
        };
    }
}
