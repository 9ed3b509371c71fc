using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace Qyran.Server.Onvif;

/// <summary>The header that says who asks: WS-Security UsernameToken with a digest (OASIS, UsernameToken Profile 1.0), as ONVIF's core specification wants it.</summary>
internal static class OnvifLogin
{
    public static string Header(string user, string password, DateTimeOffset deviceTime)
    {
        var nonce = RandomNumberGenerator.GetBytes(16);
        var created = deviceTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        const string wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd", wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
        return $"""
            <s:Header><w:Security xmlns:w="{wsse}" s:mustUnderstand="true"><w:UsernameToken><w:Username>{SecurityElement.Escape(user)}</w:Username><w:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest">{Digest(nonce, created, password)}</w:Password><w:Nonce EncodingType="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary">{Convert.ToBase64String(nonce)}</w:Nonce><u:Created xmlns:u="{wsu}">{created}</u:Created></w:UsernameToken></w:Security></s:Header>
            """;
    }

#pragma warning disable CA5350 // the standard names SHA-1; what it protects is a password on the way to a camera, which has nothing better
    internal static string Digest(byte[] nonce, string created, string password) => Convert.ToBase64String(SHA1.HashData([.. nonce, .. Encoding.UTF8.GetBytes(created), .. Encoding.UTF8.GetBytes(password)]));
#pragma warning restore CA5350
}
