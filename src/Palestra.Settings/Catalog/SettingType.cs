namespace Palestra.Settings;

/// <summary>What kind of value a setting takes.</summary>
public enum SettingType
{
    /// <summary><c>true</c>, <c>false</c>, <c>1</c>, <c>0</c>, <c>yes</c>, <c>no</c>, <c>on</c>, <c>off</c>.</summary>
    Bool,

    /// <summary>Whole number, 32 bits.</summary>
    Int,

    /// <summary>Whole number, 64 bits.</summary>
    Long,

    /// <summary>Finite number.</summary>
    Double,

    /// <summary>Text.</summary>
    String,

    /// <summary>A number in the unit of the setting.</summary>
    Duration,

    /// <summary>One of the words of an enum, in kebab-case.</summary>
    Enum,
}
