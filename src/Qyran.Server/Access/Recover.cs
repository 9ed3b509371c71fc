using Qyran.Domain.Audit;
using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>A way back in for who holds the machine: a link by which an account chooses a new password. Works beside a running server.</summary>
public static class Recover
{
    private const string FirstLink = "where no administrator has a password the server prints a link when it starts";

    /// <summary>Makes the link; it is told in the audit log as made from the command line.</summary>
    /// <param name="root">How a browser reaches the server: http://127.0.0.1:5080.</param>
    /// <returns>The whole address, or null and why not. Throws <see cref="StoreException"/> when the database is away.</returns>
    public static async Task<(string? Link, Failure?)> Link(Store store, string name, string root, TimeProvider clock, CancellationToken stop)
    {
        if (await store.Accounts.Named(name, stop) is not { } account)
        {
            string[] administrators = [.. (await store.Accounts.All(stop)).Where(a => a.Role == Rights.Word(Role.Administrator) && !OidcAccount.Is(a.Id)).Select(a => a.Name)];
            return (null, new(FailureKind.NotFound, administrators is [] ? $"nobody is called '{name}'; {FirstLink}"
                : $"nobody is called '{name}'; administrators who sign in with a password are {string.Join(", ", administrators)}"));
        }
        if (OidcAccount.Is(account.Id)) return (null, new(FailureKind.Invalid, $"{account.Name}: {OidcAccount.NoPassword}; {FirstLink}"));
        if (account.Disabled) return (null, new(FailureKind.Invalid, $"{account.Name} is disabled: an administrator enables people on the page People"));
        var (secret, now) = (Secrets.New(), clock.GetUtcNow());
        await store.Audit.Append((place, previous) => new AuditEntry(place, now.Us(), "", "command line", "", "make password link", account.Id, "done", "", previous), AuditChain.Hash, stop);
        await store.Accounts.AddLink(Secrets.Hash(secret), account.Id, (now + SignInLinks.Lasts).Us(), stop);
        return (ChoosePassword.Address(root.TrimEnd('/'), secret), null);
    }
}
