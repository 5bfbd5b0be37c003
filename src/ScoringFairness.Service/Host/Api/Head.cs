namespace ScoringFairness.Service.Host.Api;

/// <summary><c>HEAD</c> where <c>GET</c> is: the same answer, of which the server sends the headers.</summary>
internal static class Head
{
    private static readonly object Asked = new();

    public static void UseHead(this WebApplication application) => application.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Items[Asked] = true;
            context.Request.Method = HttpMethods.Get;
        }
        return next(context);
    });

    /// <summary>Whether nobody will read the body, so that one that goes on need not begin.</summary>
    public static bool IsAskedOf(HttpContext context) => context.Items.ContainsKey(Asked);
}
