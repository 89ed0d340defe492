namespace Palestra.Wire;

/// <summary>How a call ended, with one sentence for a person; the sentence is empty for <see cref="GrpcStatusCode.OK"/>.</summary>
public readonly record struct GrpcStatus(GrpcStatusCode Code, string Detail)
{
    public static GrpcStatus OK { get; } = new(GrpcStatusCode.OK, "");

    public bool IsOK => Code == GrpcStatusCode.OK;

    public override string ToString() => Detail.Length == 0 ? Code.ToString() : $"{Code}: {Detail}";
}
