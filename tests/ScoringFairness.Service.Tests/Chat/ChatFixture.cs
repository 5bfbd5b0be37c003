namespace ScoringFairness.Service.Tests.Chat;

/// <summary>One service with one endpoint for the tests of a class, which run one after the other.</summary>
public class ChatFixture : IAsyncLifetime
{
    internal ChatService Service { get; private set; } = null!;

    /// <summary>Settings of the service above those of every test.</summary>
    protected virtual string[] Settings => [];

    public async ValueTask InitializeAsync() => Service = await ChatService.StartAsync(Settings);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A service that soon gives up on an endpoint that hangs, on a busy machine also on one that does not.</summary>
public sealed class ImpatientChatFixture : ChatFixture
{
    protected override string[] Settings => ["--Chat:Endpoints:local:TimeoutSeconds=2"];
}
