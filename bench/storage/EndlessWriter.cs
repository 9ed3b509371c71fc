using System.Collections.Immutable;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Queue;
using Qyran.Storage.Rows;

namespace Qyran.StorageBench;

/// <summary>
/// Stores passages, evidence, cases and recordings without end and prints the id of each as soon as storage has confirmed it: whoever kills it knows what
/// must be there. With a database's address everything but the files goes through an outbox. Ends by itself only when the disk fails: exit 73.
/// </summary>
internal static class EndlessWriter
{
    public static async Task<int> Run(string data, string? address)
    {
        var (folder, failure) = DataFolder.Open(data);
        if (failure is not null) throw new InvalidOperationException(failure.Text);
        var run = Guid.NewGuid().ToString("N")[..8];
        try
        {
            await using var store = await Opened.At(folder!.Database);
            var outbox = address is null ? null : (await Outbox.Open(folder.Outbox, 1_000_000, TimeProvider.System)).Item1;
            var sending = outbox?.Run(await Opened.At(address!), null, (_, _) => { }, CancellationToken.None);
            var bytes = new byte[200_000];
            Random.Shared.NextBytes(bytes);
            for (var n = 0; ; n++)
            {
                var id = $"{run}-{n}";
                var at = City.StartUs + n * 1000L;
                var passage = new PassageEntry(new PassageRow(id, "north", "bridge", at, at + 1, Domain.Detections.RoadUser.Car, n, null, null, new PlateRow($"{n % 1000:000}ABC01", "KZ", 0.9), null, "none", []),
                    [new ReadingRow(at, "123ABC01", "KZ", 0.9, [])]);
                if (outbox is null) await store.Passages.Add([passage]);
                else await outbox.Put(new Outgoing.Passage(passage));
                Say("passage", id);
                if (n % 3 != 0 || outbox is not null) continue;
                var pack = $"evidence/{run}/{n % 7}/{n}.zip";
                await Keep.Evidence(store, folder, pack, id, s => s.Write(bytes.AsSpan(0, 1000 + n % 100 * 1000)), TimeProvider.System);
                Say("evidence", pack);
                await store.Cases.Add([new CaseRow(id, id, "north", "speed", null, "too fast", at, ImmutableSortedDictionary<string, string>.Empty, pack, CaseState.Candidate, at)]);
                Say("case", id);
                var film = $"recordings/north/{run}-{n}.mp4";
                Directory.CreateDirectory(folder.Full("recordings/north"));
                await File.WriteAllBytesAsync(folder.Full(film + DataFolder.Partial), bytes);
                await Keep.Recording(store, folder, film + DataFolder.Partial, film, "north", at, at + 1);
                Say("recording", film);
            }
        }
        catch (StoreException e)
        {
            Console.Error.WriteLine(e.Failure.Kind + ": " + e.Failure.Text);
            return 73;
        }
        catch (IOException e)
        {
            Console.Error.WriteLine("CannotWrite: " + e.Message);
            return 73;
        }
    }

    private static void Say(string kind, string id)
    {
        Console.Out.WriteLine($"{kind} {id}");
        Console.Out.Flush();
    }
}
