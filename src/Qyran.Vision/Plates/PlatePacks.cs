using Qyran.Domain.Plates;

namespace Qyran.Vision.Plates;

/// <summary>
/// The plate forms that come with the program: every <c>plates.yaml</c> in the folders of <c>jurisdictions</c>, beside the program or in a folder above it, up to the
/// project's own. A pack that cannot be read throws: it is part of the program.
/// </summary>
internal static class PlatePacks
{
    public static PlateGrammar Shipped()
    {
        for (var at = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory); at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Combine(at, "jurisdictions") is var folder && Directory.Exists(folder))
                return new(Directory.EnumerateFiles(folder, "plates.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read));
            if (File.Exists(Path.Combine(at, "Qyran.slnx"))) break;
        }
        return PlateGrammar.None;
    }

    private static PlateForms Read(string path) =>
        PlateGrammar.Read(File.ReadAllText(path), out var failure) ?? throw new InvalidDataException($"{path}: {failure!.Text}");
}
