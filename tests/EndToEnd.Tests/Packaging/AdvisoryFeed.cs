using System.Net;
using System.Text;

namespace FrameRing.EndToEnd.Tests.Packaging;

/// <summary>A feed without packages that tells of a vulnerability in one.</summary>
internal sealed class AdvisoryFeed : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _package;

    internal AdvisoryFeed(string package)
    {
        _package = package;

        // The port is only known to be free once the listener has it.
        for (int port = 20_000; Address is null; port++)
        {
            try
            {
                _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                _listener.Start();
                Address = $"http://127.0.0.1:{port}";
            }
            catch (HttpListenerException) when (port < 30_000)
            {
                _listener = new HttpListener();
            }
        }

        _listener.BeginGetContext(Answer, null);
    }

    internal string Address { get; } = null!;

    public void Dispose() => _listener.Close();

    private void Answer(IAsyncResult result)
    {
        HttpListenerContext context;
        try
        {
            context = _listener.EndGetContext(result);
            _listener.BeginGetContext(Answer, null);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            return;
        }

        string? text = context.Request.Url!.AbsolutePath switch
        {
            "/index.json" => $$"""{"version":"3.0.0","resources":[{"@id":"{{Address}}/package/","@type":"PackageBaseAddress/3.0.0"},{"@id":"{{Address}}/known.json","@type":"VulnerabilityInfo/6.7.0"}]}""",
            "/known.json" => $$"""[{"@name":"base","@id":"{{Address}}/base.json","@updated":"2026-01-01T00:00:00Z"}]""",
            "/base.json" => $$"""{"{{_package}}":[{"severity":2,"url":"https://example.org/advisory","versions":"[0.0.0, 99.0.0)"}]}""",
            _ => null,
        };
        context.Response.StatusCode = text is null ? 404 : 200;
        context.Response.Close(Encoding.UTF8.GetBytes(text ?? string.Empty), willBlock: false);
    }
}
