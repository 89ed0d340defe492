namespace Palestra.Settings;

/// <summary>The layers a value can come from, weakest first. The numbers are the precedence.</summary>
public enum SettingOrigin
{
    /// <summary>The initialiser of the property.</summary>
    Default = 0,

    /// <summary>The settings file of the data folder.</summary>
    File = 1,

    /// <summary>An override that an operator stored, with the console, the command line or the API.</summary>
    Stored = 2,

    /// <summary>The <c>.env</c> file.</summary>
    DotEnv = 3,

    /// <summary>A variable of the process environment.</summary>
    Environment = 4,

    /// <summary><c>--set key=value</c> and the options that stand for one.</summary>
    CommandLine = 5,
}

/// <summary>The words of the command-line contract for origins.</summary>
public static class SettingOrigins
{
    /// <summary><c>default</c>, <c>file</c>, <c>stored</c>, <c>dotenv</c>, <c>environment</c> or <c>command-line</c>.</summary>
    public static string Word(this SettingOrigin origin) => origin switch
    {
        SettingOrigin.Default => "default",
        SettingOrigin.File => "file",
        SettingOrigin.Stored => "stored",
        SettingOrigin.DotEnv => "dotenv",
        SettingOrigin.Environment => "environment",
        SettingOrigin.CommandLine => "command-line",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "Not a layer."),
    };
}
