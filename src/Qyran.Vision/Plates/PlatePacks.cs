using Qyran.Domain.Plates;

namespace Qyran.Vision.Plates;

/// <summary>
/// The plate forms that come with the program: every <c>plates.yaml</c> in the folders of <c>jurisdictions</c>. A pack that cannot be read throws: it is part of
/// the program.
/// </summary>
internal static class PlatePacks
{
    public static PlateGrammar Shipped() => ShippedFiles.Find("jurisdictions") is { } folder
        ? new(Directory.EnumerateFiles(folder, "plates.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)) : PlateGrammar.None;

    private static PlateForms Read(string path) =>
        PlateGrammar.Read(File.ReadAllText(path), out var failure) ?? throw new InvalidDataException($"{path}: {failure!.Text}");
}
