//! The pages behind the `type` of problems: `GET /problems/{code}`, for people, in both languages.

use super::{Code, Problem};
use crate::language::Language;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, ContentType};
use actix_web::{HttpResponse, get, web};
use std::fmt::Write as _;

/// Explain a problem code
///
/// The page to which the `type` of a problem leads: when it happens and what to do, in Indonesian and English
/// (penjelasan kode masalah).
#[utoipa::path(
    operation_id = "explainProblem",
    tag = "service",
    params(("code" = String, Path, description = "The code of a problem (kode masalah).", example = "validation_failed")),
    responses((status = 200, description = "A page for people.", content_type = "text/html", body = String)),
    security(())
)]
#[get("/problems/{code}")]
pub(crate) async fn explain_problem(code: web::Path<String>) -> Result<HttpResponse, Problem> {
    let code = Code::parse(&code).ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(HttpResponse::Ok()
        .insert_header(ContentType::html())
        .insert_header((CONTENT_LANGUAGE, "id, en"))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .body(render(code)))
}

/// The page. Every text on it is our own, so nothing needs escaping but what `html` escapes.
fn render(code: Code) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"id\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{name}</title></head>\n<body>\n<h1><code>{name}</code> · {status}</h1>\n",
        name = code.as_str(),
        status = code.status().as_u16(),
    );
    let sections = [
        (Language::Indonesian, "Kapan terjadi", "Yang dapat dilakukan"),
        (Language::English, "When it happens", "What to do"),
    ];
    for (language, when, what) in sections {
        // Writing to a String can't fail.
        let _ = writeln!(
            page,
            "<section lang=\"{}\">\n<h2>{}</h2>\n<p>{when}: {}</p>\n<p>{what}: {}</p>\n</section>",
            language.tag(),
            html(code.title(language)),
            html(code.detail(language)),
            html(code.advice(language)),
        );
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_in_both_languages() {
        for code in Code::ALL {
            let page = render(code);
            assert!(page.contains(code.as_str()));
            assert!(page.contains("lang=\"id\"") && page.contains("lang=\"en\""));
            assert!(page.contains(&html(code.advice(Language::English))));
        }
    }
}
