namespace Qyran.Simulator;

/// <summary>stub</summary>
internal sealed class Picture(Scenario scenario, CameraPlan plan, int marginPx, string? folder) : IDisposable
{
    public void Draw(List<Actor> actors, long us, (double Pan, double Tilt, double Roll) turn) { _ = scenario; _ = marginPx; _ = folder; _ = plan; }
    public byte[] Take() => folder is null ? [] : [1];
    public void Still(string path) => _ = folder + path;
    public void Dispose() { }
}
