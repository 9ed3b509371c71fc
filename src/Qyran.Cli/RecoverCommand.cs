using System.CommandLine;
using System.Globalization;
using Qyran.Server;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Cli;

/// <summary><c>qyran recover NAME</c>: a link for who cannot sign in any more.</summary>
internal static class RecoverCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Whose account." };
        var data = new Option<string>("--data") { Description = "The server's data folder.", DefaultValueFactory = _ => ServeCommand.DataHome("data") };
        var database = new Option<string?>("--database") { Description = "postgres://user:password@host:port/name where the server uses it. A password may stand in PGPASSWORD instead." };
        var address = new Option<string>("--address") { Description = "How a browser reaches the server.", DefaultValueFactory = _ => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ServerSettings.DefaultPort}") };
        var command = new Command("recover", """
            Print a link by which an account chooses a new password, for an administrator who is locked out.
            Works once, within half an hour, beside the running server. The second factor is dropped with the old password, and every session of
            the account ends.

            Examples:
              qyran recover aigerim
              qyran recover aigerim --data /var/lib/qyran --address https://traffic.example
            """)
        { name, data, database, address };
        command.SetAction((parsed, stop) => Run(parsed.GetValue(name)!, parsed.GetValue(data)!, parsed.GetValue(database), parsed.GetValue(address)!, stop));
        return command;
    }

    private static async Task<int> Run(string name, string data, string? database, string address, CancellationToken stop)
    {
        var (store, failure) = await CheckCommand.Open(data, database, stop);
        if (store is null) return Exit.Say(failure!);
        await using var open = store;
        try
        {
            var (link, refused) = await Recover.Link(store, name, address, TimeProvider.System, stop);
            if (link is null) return Exit.Say(refused!);
            Console.WriteLine(link);
            return 0;
        }
        catch (StoreException e)
        {
            return Exit.Say(e.Failure);
        }
    }
}
