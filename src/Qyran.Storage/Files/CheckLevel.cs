namespace Qyran.Storage.Files;

/// <summary>How closely files are looked at; each level holds the ones before.</summary>
public enum CheckLevel
{
    /// <summary>Every row has its file, every file its row.</summary>
    Presence,
    /// <summary>Every file has the length its row says.</summary>
    Size,
    /// <summary>Every file is read through and has the hash its row says; the database looks at itself too.</summary>
    Hash,
}
