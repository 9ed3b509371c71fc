using Qyran.Storage.Rows;

namespace Qyran.Server.Access;

/// <summary>Whether somebody can still let others in.</summary>
internal static class Administrators
{
    /// <param name="but">Id of an account that does not count.</param>
    public static bool Any(IEnumerable<AccountRow> all, string? but = null) => all.Any(a => a.Id != but && a.Role == Rights.Word(Role.Administrator) && !a.Disabled && a.PasswordHash is not null && !OidcAccount.Is(a.Id));
}
