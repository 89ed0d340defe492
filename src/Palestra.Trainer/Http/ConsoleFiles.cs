using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Palestra.Trainer.Http;

/// <summary>The console: plain files that Vite built into <c>wwwroot</c> next to the program, and its page for every permalink.</summary>
internal static class ConsoleFiles
{
    private const string NotBuilt =
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Palestra</title>
        <body style="font:16px system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
        <h1>The console is not built</h1>
        <p>The daemon runs and its API answers, but there is no <code>wwwroot</code> next to the program.
        Start Palestra with <code>./palestra up</code>, which builds the console, or build it yourself:</p>
        <pre>cd console &amp;&amp; npm ci &amp;&amp; npm run build</pre>
        <p><a href="/api/v1/system">System figures</a> · <a href="/openapi/v1.json">OpenAPI</a></p></body></html>
        """;

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public static void Use(IApplicationBuilder app)
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Folder),
            OnPrepareResponse = SetCaching,
        });
    }

    /// <summary>Everything that no file and no call answered: a permalink of the console, or an unknown call.</summary>
    public static async Task FallbackAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api", StringComparison.Ordinal) || !HttpMethods.IsGet(context.Request.Method))
        {
            await Problems.WriteAsync(
                context, StatusCodes.Status404NotFound,
                $"There is no {context.Request.Method} {path}: /openapi/v1.json lists what there is.");
            return;
        }

        var page = Path.Combine(Folder, "index.html");
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        if (File.Exists(page))
        {
            await context.Response.SendFileAsync(page, context.RequestAborted);
        }
        else
        {
            await context.Response.WriteAsync(NotBuilt, context.RequestAborted);
        }
    }

    // Vite puts a hash into the names below /assets; everything else may change with the next build.
    private static void SetCaching(StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl =
            file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
}
