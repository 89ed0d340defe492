using System.Net;

namespace Palestra.Trainer.Hosting;

/// <summary>An address setting as an endpoint to listen on.</summary>
internal static class ListenAddress
{
    /// <exception cref="DaemonStartException">Not an IP address.</exception>
    public static IPAddress Parse(string key, string text)
    {
        if (string.Equals(text, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        return text == "*" ? IPAddress.Any
            : IPAddress.TryParse(text, out var address) ? address
            : throw new DaemonStartException($"{key} = '{text}' is not an IP address: for example 127.0.0.1, ::1 or 0.0.0.0.");
    }

    /// <summary>The URL others are told instead of the one listened on; <c>null</c> when the setting is empty.</summary>
    /// <exception cref="DaemonStartException">Not a URL.</exception>
    public static string? Advertised(string key, string text) =>
        text.Length == 0 ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp ? text
        : throw new DaemonStartException($"{key} = '{text}' is not an http URL: for example http://lab.example:50055.");

    /// <summary>The URL a person opens: a wildcard address is reached at loopback.</summary>
    public static string Url(IPAddress address, int port)
    {
        var shown = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address;
        return $"http://{new IPEndPoint(shown, port)}";
    }
}
