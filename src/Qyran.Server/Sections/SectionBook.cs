using System.Text;
using Microsoft.Extensions.Hosting;
using Qyran.Line.Live;
using Qyran.Rules.Sections;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Sections;

/// <summary>The sections that are stored, as the running cameras judge by them.</summary>
internal sealed class SectionBook(Store store, LiveHouse house) : IHostedService, IDisposable
{
    private readonly SemaphoreSlim applying = new(1);

    public async Task StartAsync(CancellationToken cancellationToken) => await Apply(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes what is judged agree with what is stored. One that does not read any more is left out; the list says so.</summary>
    public async Task Apply(CancellationToken stop)
    {
        // one after the other: of two changes at once the later answer of the table must not be overtaken by the earlier
        await applying.WaitAsync(stop);
        try
        {
            var read = (await store.Sections.All(stop)).Select(r => (Watched: Read(r), File: (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(r.Text)));
            house.Sections.Set([.. read.Where(s => s.Watched is not null).Select(s => (s.Watched!, s.File))]);
        }
        finally
        {
            applying.Release();
        }
    }

    public void Dispose() => applying.Dispose();

    public LiveSections.Tally? Tally(string section) => house.Sections.Of(section);

    public static WatchedSection? Read(SectionRow row) => SectionFile.Read(Encoding.UTF8.GetBytes(row.Text), out _);
}
