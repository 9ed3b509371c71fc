using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Qyran.Storage.Rows;

namespace Qyran.Server.Access;

/// <summary>Passwords as ASP.NET Core Identity keeps them: PBKDF2 with HMAC-SHA512, a salt each, 210,000 rounds (OWASP, Password Storage). Any thread.</summary>
internal sealed class Passwords
{
    public const string Rule = "a password has 12 to 200 signs, at least 5 different ones, and does not contain the name";
    private readonly PasswordHasher<object> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private readonly string nobodys;

    public Passwords() => nobodys = Hash(Secrets.New());

    public static bool IsGood(string? password, string name) =>
        password is { Length: >= 12 and <= 200 } && password.Distinct().Count() >= 5 && !password.Contains(name.Trim(), StringComparison.OrdinalIgnoreCase);

    public string Hash(string password) => hasher.HashPassword(this, password);

    /// <summary>Takes as long for a name nobody has as for a wrong password: the time tells nothing.</summary>
    public bool Fits(AccountRow? account, string password) =>
        hasher.VerifyHashedPassword(this, account?.PasswordHash ?? nobodys, password) != PasswordVerificationResult.Failed && account?.PasswordHash is not null;
}
