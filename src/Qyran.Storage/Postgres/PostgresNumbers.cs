using Npgsql;
using Qyran.Domain.Plates;
using Qyran.Storage.Rows;

namespace Qyran.Storage.Postgres;

/// <summary>The numbers that stand for a batch's places and plates; those that are new are given out first.</summary>
internal sealed class PostgresNumbers
{
    private readonly Dictionary<(string, string), int> places = [];
    private readonly Dictionary<string, int> plates = [];

    public static async Task<PostgresNumbers> Of(NpgsqlConnection c, IReadOnlyList<PassageEntry> batch, CancellationToken stop)
    {
        var numbers = new PostgresNumbers();
        foreach (var (camera, site) in batch.Select(e => (e.Passage.CameraId, e.Passage.SiteId)).Distinct().Order())
            numbers.places[(camera, site)] = await Place(c, camera, site);
        // in order, so that two writers never wait for each other
        var texts = batch.Where(e => e.Passage.Plate is not null).Select(e => PlateForm.Normalise(e.Passage.Plate!.Text)).Distinct().Order(StringComparer.Ordinal).ToArray();
        const string known = "select p.text, p.no from unnest(@texts, @folded) one (text, folded) join plate p on p.folded = one.folded and p.text = one.text";
        await numbers.Read(c, known, texts, stop);
        texts = [.. texts.Where(t => !numbers.plates.ContainsKey(t))];
        if (texts.Length == 0) return numbers;
        await numbers.Read(c, "insert into plate (text, folded) select * from unnest(@texts, @folded) on conflict do nothing returning text, no", texts, stop);
        // what another writer has stored in between
        texts = [.. texts.Where(t => !numbers.plates.ContainsKey(t))];
        if (texts.Length > 0) await numbers.Read(c, known, texts, stop);
        return numbers;
    }

    /// <summary>The values of <see cref="PassageColumns.Inserted"/> from the third column on.</summary>
    public object?[] Values(PassageRow p) =>
        PassageColumns.Values(p, places[(p.CameraId, p.SiteId)], p.Plate is { } plate ? plates[PlateForm.Normalise(plate.Text)] : null);

    private static async Task<int> Place(NpgsqlConnection c, string camera, string site)
    {
        const string known = "select no from place where camera_id = @camera and site_id = @site";
        const string add = "insert into place (camera_id, site_id) values (@camera, @site) on conflict (camera_id, site_id) do nothing returning no";
        foreach (var text in (string[])[known, add, known])
            if (await c.Rows(text, r => r.GetInt32(0), ("camera", camera), ("site", site)) is [var no]) return no;
        throw new InvalidOperationException($"the place of camera {camera} is neither there nor can it be added");
    }

    private async Task Read(NpgsqlConnection c, string text, string[] texts, CancellationToken stop)
    {
        await using var command = c.CreateCommand();
        command.CommandText = text;
        command.Parameters.AddWithValue("texts", texts);
        command.Parameters.AddWithValue("folded", texts.Select(PlateForm.Fold).ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop)) plates[reader.GetString(0)] = reader.GetInt32(1);
    }
}
